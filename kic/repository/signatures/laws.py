"""What is said of commits that need a signature, and of what keeps kic from looking at it."""

import datetime
from collections.abc import Sequence

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Related, Severity, diagnose
from kic.core.layout import SETTINGS
from kic.core.place import START, Aim, Place
from kic.core.text import Text, plural, text
from kic.domain.settings import Signatures
from kic.repository.signatures.signers import Signers
from kic.store.paths import printable

UNSIGNED = Law(
    "KIC116",
    "change-unsigned",
    Severity.ERROR,
    """A commit that changes a decision or an adopted text is signed, where the base branch asks for it.

Decisions, resolutions, the acts of an adopted text and its words are meant, and what the rule itself rests on: the list
of signers and `signatures` in kic.yaml. Each commit is looked at by itself; a merge too, where it is more than what its
sides bring.

Why: The name of a commit's author is whatever its author types. Only a signature tells who wrote it.

Fix: Sign it and send it anew: `git rebase --exec 'git commit --amend --no-edit -S' BASE`. `kic help signatures` says
how a key is made and entered.

Source: SECURITY.md of kic: a change does not judge itself.""",
)
NOT_ALLOWED = Law(
    "KIC117",
    "signer-not-allowed",
    Severity.ERROR,
    """The signature of a change of a decision or adopted text is by somebody whom the base branch allows.

The list counts as it stands on the base branch. A key counts for a commit if it is valid at the commit's date and on
the day of the check, and for git.

Why: A signature by any key proves only that somebody has a key. And whoever could enter a key in the change itself
would need nobody's consent.

Fix: Let somebody sign who is in the list; or let the key be entered first, in a change of its own that is signed by
somebody who is in it.

Source: SECURITY.md of kic: a change does not judge itself.""",
)
NOT_VERIFIED = Law(
    "KIC118",
    "signatures-not-verified",
    Severity.ERROR,
    """Signatures can be verified where they are asked for: the list of signers is there, and the clone is whole.

Why: What cannot be verified must not pass as if it had been.

Fix: Put the list right on the base branch. Where nobody can sign that change, whoever runs the code host merges it.
In a shallow clone, `git fetch --unshallow`.

Source: Practice of kic's own checks: what was not looked at is said.""",
)
LAWS: tuple[Law, ...] = (UNSIGNED, NOT_ALLOWED, NOT_VERIFIED)
_NAMED = 9
"""More files than these are counted and not listed."""


class Signature(msgspec.Struct, frozen=True):
    """A commit that needs a signature: what of the guarded it changes, and what git says of its signature.

    `verdict` is git's letter (`%G?`): G good, N none, U by a key that the list does not have for it, B does not fit,
    X and Y expired, R revoked, E cannot be checked. `key` is the fingerprint, where there is one.
    """

    commit: str
    date: datetime.date
    paths: tuple[str, ...]
    verdict: str
    key: str = ""


def signature_findings(signatures: Sequence[Signature]) -> list[Diagnostic]:
    """A finding for each commit whose signature does not count, at the first of its files."""
    return [_found(each) for each in signatures if each.verdict != "G"]


def not_verified(message: Text, path: str, help_: Text) -> Diagnostic:
    """What keeps kic from verifying at all."""
    return diagnose(NOT_VERIFIED, message, _place(path), help=help_)


def about_list(asked: Signatures, listed: Signers | None) -> list[Diagnostic]:
    """What is wrong with the list itself."""
    path = asked.signers
    if listed is None:
        message = text(
            "signatures are asked for, but there is no list {path} of those who may sign", path=path
        )
        help_ = text("enter it (kic help signatures)")
        return [diagnose(NOT_VERIFIED, message, Place(SETTINGS, ("signatures", "signers")), help=help_)]
    found = [
        not_verified(
            text("line {line} of the list of signers names no SSH key", line=number),
            path,
            text("write names, options and key, as ssh-keygen(1) says under ALLOWED SIGNERS"),
        )
        for number in listed.unreadable
    ]
    if listed.nobody and not found:
        message = text("nobody in the list of signers may sign today")
        found.append(not_verified(message, path, text("enter a key that is valid (kic help signatures)")))
    return found


def _found(each: Signature) -> Diagnostic:
    law = UNSIGNED if each.verdict == "N" else NOT_ALLOWED
    others = each.paths[1:_NAMED]
    return diagnose(
        law,
        _said(each),
        _place(each.paths[0]),
        help=_HELP[law.code],
        related=tuple(Related(_place(path), text("this file too")) for path in others),
    )


_HELP = {
    UNSIGNED.code: text("sign the commit and send it anew (kic help signatures)"),
    NOT_ALLOWED.code: text("let somebody sign whom the list on the base branch names (kic help signatures)"),
}


def _said(each: Signature) -> Text:
    facts = {"commit": each.commit[:10], "date": each.date}
    n = len(each.paths)
    if each.verdict == "N":
        return plural(
            "commit {commit} of {date} changes {n} file that needs a signature, and has none by an SSH key",
            "commit {commit} of {date} changes {n} files that need a signature, and has none by an SSH key",
            n=n,
            **facts,
        )
    if each.verdict == "B":
        return text("the signature of commit {commit} of {date} does not fit what is in it", **facts)
    if each.verdict == "E" or not each.key:
        return text(
            "the signature of commit {commit} of {date} cannot be verified",
            **facts,
        )
    return text(
        "commit {commit} of {date} is signed with the key {key}, which the base branch does not allow for it",
        key=each.key,
        **facts,
    )


def _place(path: str) -> Place:
    return Place(path) if path == SETTINGS else Place(printable(path), (), Aim.VALUE, START)
