"""What the output of a command says on top when it was asked for another day, and which commands take none.

Every command that only looks takes `--as-of`, or is named here with the reason why it cannot mean anything.
"""

from typing import Any

from kic.core.text import Text
from kic.domain.in_force import InForce

WITHOUT: dict[str, str] = {
    "allocate": "a proposal for a decision to be taken now; what a decision rested on is kept with it",
    "application file": "the file is shown to the applicant as it is",
    "blame": "an account over time: each line says its commit and its act",
    "application sheet": "a sheet to fill in for a call that is open",
    "check": "the rules judge the files as they are; a past state in git is judged with --base",
    "completion": "not about records",
    "conflict list": "about files that two have changed, as they lie there now",
    "contribution sheet": "a sheet to fill in; what it holds is changed through it",
    "demo": "not about records",
    "diff": "compares two states that it names, and a date there means what was written down by then",
    "doctor": "about this machine and copy",
    "erase": "what is due for review is due now",
    "explain": "about rules, not records",
    "form out": "a form to fill in",
    "help": "not about records",
    "history": "an account over time: what was written down when; each line has its day",
    "init": "not about records",
    "log": "the operations of kic, each with its time",
    "mail": "a letter goes out now, with what it says now",
    "meeting pack": "papers for a meeting to come; kic render makes a single one as of another day",
    "merge": "called by git on three states of a file",
    "person copy": "the private overlay keeps no earlier states: what is kept of a person is what is there",
    "person list": "the private overlay keeps no earlier states",
    "person show": "the private overlay keeps no earlier states",
    "publication list": "an account over time: each line has its day",
    "publication verify": "makes each publication for its own day",
    "rendition list": "which forms fit the text as it is now; what was compared when is in each record",
    "report sheet": "a sheet to fill in for a report to come",
    "review": "shows a change for the one who has to agree to it",
    "schema": "about formats, not records",
    "score discuss": "prepares a vote that is to come",
    "score out": "sheets to fill in for a vote to come",
    "sheet out": "sheets to be filled in from now on, and compared with what is there when they come back",
    "synopsis": "compares two states that it names, and a date there means what was written down by then",
    "today": "what is to be done now",
    "undo": "about operations of kic",
}
"""Commands that look at something and have no `--as-of`, with the reason."""


def sentences(found: InForce | None) -> tuple[Text, ...]:
    """What stands above everything else; nothing where no other day is looked at."""
    if found is None:
        return ()
    from kic.documents.as_of import said  # noqa: PLC0415

    return tuple(said(found))


def heading_data(found: InForce | None) -> dict[str, Any] | None:
    """The same for scripts."""
    if found is None:
        return None
    edition = found.edition
    return {
        "day": found.day,
        "to_come": found.to_come,
        "edition": edition.edition.id if edition is not None else None,
        "since": edition.since if edition is not None else None,
        "since_adoption": edition is not None and edition.adopted_only,
        "perhaps_later": edition is not None and edition.perhaps,
        "left_out": found.left_out,
        "untold": found.untold,
        "perhaps_in_force": found.perhaps,
        "unreadable": found.unreadable,
    }
