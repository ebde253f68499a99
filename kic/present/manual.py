"""The manual page of a finding, as `kic explain` prints it.

A law's manual is written in its rule's docstring: a first sentence, then paragraphs that may begin with
`Why:`, `Fix:` or `Source:`. Each paragraph, without that word and with its white space folded, is one
message id; an indented paragraph is an example and stays as it is.
"""

import inspect
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kic.core.diagnostic import Law
from kic.core.text import text
from kic.present.language import Language
from kic.present.width import wrapped

SECTIONS = {"Why": text("Why"), "Fix": text("Fix"), "Source": text("Source")}
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
    """The paragraphs in this language, each beginning with a capital; an example as it is."""
    return [
        Paragraph(section, words if section == EXAMPLE else _begun(language.say(words)))
        for section, words in paragraphs(law.manual)
    ]


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def first_sentence(law: Law, language: Language) -> str:
    """What the law says, in one line."""
    return next((words for section, words in said(law, language) if not section), law.slug)


def page(
    law: Law,
    language: Language,
    *,
    finding: str = "",
    mended: Sequence[str] = (),
    width: int = 80,
) -> str:
    """The page for the terminal, with an example: what `kic check` says of it, and the lines that mend it."""
    lines = [f"{law.code} {law.slug} ({language.word(law.severity)})"]
    for section, words in said(law, language):
        lines.append("")
        if section == EXAMPLE:
            lines += words.split("\n")
        elif section:
            lines += [language.say(SECTIONS[section]), *(f"  {line}" for line in wrapped(words, width - 2))]
        else:
            lines += wrapped(words, width)
    if finding:
        lines += ["", language.say("Wrong"), *_indented(finding.rstrip("\n").split("\n"))]
    if mended:
        lines += ["", language.say("Right"), *_indented(mended)]
    return "\n".join(lines) + "\n"


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}".rstrip() for line in lines]


def page_data(law: Law, language: Language) -> dict[str, Any]:
    """The page for scripts: code, slug, severity, and the paragraphs by section in their order."""
    return {
        "code": law.code,
        "slug": law.slug,
        "severity": law.severity,
        "summary": first_sentence(law, language),
        "paragraphs": [
            {"section": section.lower() or None, "text": words} for section, words in said(law, language)
        ],
    }
