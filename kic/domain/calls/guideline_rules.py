"""What must hold of the guideline that a call refers to: it is there, and it is the one that was fixed.

A guideline's digest is the SHA-256 of its file. Of a text, which git may check out with other line ends
(`core.autocrlf`), it is that of the file with LF alone; a digest of the same text with CRLF, as Windows
shows one for such a checkout, is taken as well. A file with a zero byte is no text (git's own rule).
"""

from collections.abc import Iterator

from kic.core.fingerprint import fingerprint
from kic.core.place import Field
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.calls import Call, Guideline, Terms

_LOOKED_AT = 8_000
"""So many bytes at its beginning tell whether a file is a text, as for git."""


@rule("KIC430", "guideline-missing")
def guideline_missing(repository: Snapshot) -> Iterator[Finding]:
    """The guideline that a call names is in the repository.

    Why: The guideline binds the city by equal treatment. In five years someone has to read the one that
    held then.

    Fix: Add the file, or correct its path.

    Source: Equal treatment (Art. 3 GG); BECKRS 2022, 43494: a guideline is applied as it is practised.
    """
    for call in repository.all(Call):
        guideline = call.terms.guideline
        if guideline is None or guideline.file is None:
            continue
        if not repository.has_file(guideline.file):
            yield found(
                call,
                ("terms", "guideline", "file"),
                text("there is no file {path}", path=guideline.file),
                help=text("add the file, or correct its path"),
            )


@rule("KIC431", "guideline-not-fixed", requires=(guideline_missing,))
def guideline_not_fixed(repository: Snapshot) -> Iterator[Finding]:
    """The guideline of a call is fixed with its terms, by the digest of its file.

    Why: Whoever changes the guideline after the terms are fixed changes the terms. The name and the path
    of the file do not show it; the digest does.

    Fix: Put the file back as it was fixed, and give a new guideline a file of its own. Enter the digest
    where it is missing. It is the SHA-256 of the file; of a text, that of the text with LF line ends,
    so that it holds on every system.

    Source: Equal treatment (Art. 3 GG): one guideline for all who apply under a call.
    """
    for call in repository.all(Call):
        guideline = call.terms.guideline
        if guideline is None or call.tells("terms.guideline.digest"):
            continue
        for field, message, help_ in _faults(repository, call.terms, guideline):
            yield found(call, ("terms", "guideline", *field), message, help=help_)


def _faults(repository: Snapshot, terms: Terms, guideline: Guideline) -> Iterator[tuple[Field, Text, Text]]:
    path, recorded = guideline.file, guideline.digest
    if path is None:
        if recorded is not None:
            yield (
                ("digest",),
                text("there is a digest, but no file that it could belong to"),
                text("name the file, or take the digest out"),
            )
        return
    if recorded is None and terms.frozen is None:
        return
    content = repository.content(path)
    if content is None:
        yield (
            ("file",),
            text("{path} cannot be read, so that nobody can tell whether it has changed", path=path),
            text("make the file readable, of at most 16 MB"),
        )
    elif recorded is None:
        yield (
            ("file",),
            text("the terms are fixed since {date}, but {path} has no digest", date=terms.frozen, path=path),
            text("if this is the guideline that was fixed, enter digest: {digest}", digest=digest(content)),
        )
    elif not is_digest_of(recorded, content):
        yield (
            ("digest",),
            text("this is not the digest of {path}", path=path),
            _mend(terms, digest(content)),
        )


def _mend(terms: Terms, now: str) -> Text:
    if terms.frozen is None:
        return text("the terms are not fixed yet: enter digest: {digest}", digest=now)
    return text("put the file back as it was fixed; a new guideline gets a file of its own")


def digest(content: bytes) -> str:
    """What is recorded of a guideline: 64 characters from 0 to 9 and a to f."""
    return fingerprint(content.replace(b"\r\n", b"\n") if _is_text(content) else content)


def is_digest_of(recorded: str, content: bytes) -> bool:
    """Whether this is the digest of the file, whatever line ends a text was recorded or checked out with."""
    if recorded in (digest(content), fingerprint(content)):
        return True
    if not _is_text(content):
        return False
    return recorded == fingerprint(content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def _is_text(content: bytes) -> bool:
    return b"\0" not in content[:_LOOKED_AT]


RULES: tuple[Rule, ...] = (guideline_missing, guideline_not_fixed)
