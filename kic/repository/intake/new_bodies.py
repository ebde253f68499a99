"""Ids for organisations that are recorded for the first time."""

import re


def id_of_body(name: str) -> str:
    """An id made of a name: `v-radio-der-nachbarn`; never longer than an id may be."""
    plain = name.casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        plain = plain.replace(letter, letters)
    words = [
        word for word in re.split(r"[^a-z0-9]+", plain) if word not in ("", "e", "v", "ev", "der", "die")
    ]
    return f"v-{'-'.join(words)[:40].strip('-')}".rstrip("-")
