"""Ids for organisations that are recorded for the first time."""

import re
import unicodedata

from kic.core.folding import SPELLED


def id_of_body(name: str) -> str:
    """An id made of a name: `v-radio-nachbarn`, `v-elterncafe`; never longer than an id may be."""
    plain = unicodedata.normalize("NFC", name).casefold()
    for letter, letters in SPELLED.items():
        plain = plain.replace(letter, letters)
    plain = "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))
    words = [
        word for word in re.split(r"[^a-z0-9]+", plain) if word not in ("", "e", "v", "ev", "der", "die")
    ]
    return f"v-{'-'.join(words)[:40].strip('-')}".rstrip("-")
