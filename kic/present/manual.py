"""The manual page of a finding, as `kic explain` prints it.

A law's manual is written in its rule's docstring: a first sentence, then paragraphs that may begin with
`Why:`, `Fix:` or `Source:`. Each paragraph, without that word and with its white space folded, is one
message id; an indented paragraph is an example and stays as it is.
"""

import inspect
from collections.abc import Iterator
from typing import NamedTuple

from kic.core.diagnostic import Law
from kic.present.language import Language

SECTIONS = ("Why", "Fix", "Source")
EXAMPLE = "example"


class Paragraph(NamedTuple):
    """One paragraph: its section (`Why`, `Fix`, `Source`, `example` or empty) and its message id."""

    section: str
    id: str


def paragraphs(manual: str) -> Iterator[Paragraph]:
    """The paragraphs of a manual in their order; the catalogue's extractor reads the same ones."""
    for block in inspect.cleandoc(manual).split("\n\n"):
        if not block.strip():
            continue
        if block.lstrip("\n").startswith("    "):
            yield Paragraph(EXAMPLE, block.strip("\n"))
            continue
        words = " ".join(block.split())
        section, colon, rest = words.partition(":")
        if colon and section in SECTIONS:
            yield Paragraph(section, rest.strip())
        else:
            yield Paragraph("", words)


def said(law: Law, language: Language) -> list[Paragraph]:
    """The paragraphs in this language, an example as it is."""
    return [
        Paragraph(section, words if section == EXAMPLE else language.say(words))
        for section, words in paragraphs(law.manual)
    ]


def first_sentence(law: Law, language: Language) -> str:
    """What the law says, in one line."""
    return next((words for section, words in said(law, language) if not section), law.slug)
