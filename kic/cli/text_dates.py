"""The dates of a text as `kic show` says them: the act, its publication, its effect, and the commit."""

import sys
from typing import TYPE_CHECKING, Any

import msgspec

from kic.cli.session import Session
from kic.core.tagged import Stated
from kic.core.text import Text, text
from kic.errors import Unavailable

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot
    from kic.documents.text_dates import Act
    from kic.repository.committed_texts import InGit


class TextDates(msgspec.Struct, frozen=True, kw_only=True):
    """The acts that a text comes from, and what git says of it: nothing without git, or where it failed and why."""

    acts: "tuple[Act, ...]"
    commits: "InGit | None"
    failed: Text | None = None


def text_dates(session: Session, id: str) -> TextDates | None:  # noqa: A002
    """The dates of an element, a goal or an amendment; None for what is no text of the concept."""
    from kic.documents.text_dates import acts_of  # noqa: PLC0415  # only shown with such a record
    from kic.repository.committed_texts import in_git  # noqa: PLC0415

    snapshot = session.repository.snapshot
    acts = acts_of(snapshot, id)
    if not acts:
        return None
    entry, part = _home(snapshot, id)
    failed = None
    try:
        commits = in_git(session.repository.root, snapshot, entry, [act.id for act in acts], part)
    except Unavailable as failure:  # the record itself needs no git
        failed, commits = Text(failure.sentence, failure.values), None
    if commits is not None and commits.arrived_with is not None:
        acts = tuple(act for act in acts if act.kind != "edition")
    return TextDates(acts=acts, commits=commits, failed=failed)


def _home(snapshot: "Snapshot", id: str) -> Any:  # noqa: A002
    for entry in snapshot.entries_with(id):
        return entry, None
    return snapshot.owned(id)[0].entry, id


def dates_data(dates: TextDates) -> dict[str, Any]:
    """The same for scripts."""
    commits = dates.commits
    return {
        "acts": [
            {
                "id": act.id,
                "kind": act.kind,
                "title": act.title,
                "drafted": act.drafted,
                "adopted": act.adopted,
                "published": act.published,
                "effective": act.effective,
                "resolution": act.resolution,
                "commit": commits.acts.get(act.id) if commits is not None else None,
            }
            for act in dates.acts
        ],
        "words": commits.words if commits is not None else None,
        "in_git": commits is not None or dates.failed is not None,
        "cut_off": commits is not None and commits.cut_off,
    }


def show_dates(session: Session, dates: TextDates) -> str:
    """A table with a line for each act, and since which commit the words stand."""
    from kic.present.safe import safe_line  # noqa: PLC0415
    from kic.present.tables import Column, table  # noqa: PLC0415
    from kic.present.width import wrapped  # noqa: PLC0415

    language = session.language
    say, label = language.say, language.label
    columns = [
        Column(say(text("Act"))),
        Column(label("field", "resolution")),
        Column(say(text("Day of the act")), fixed=True),
        Column(label("field", "published"), fixed=True),
        Column(label("field", "effective"), fixed=True),
    ]
    if dates.commits is not None:
        columns.append(Column(say(text("In git")), fixed=True))
    rows = []
    for act in dates.acts:
        row = [
            f"{act.id} {act.title or ''}".rstrip(),
            act.resolution_number or "–",
            *(_day(session, each) for each in (act.adopted, act.published, act.effective)),
        ]
        if dates.commits is not None:
            commit = dates.commits.acts.get(act.id)
            row.append(say(text("not recorded")) if commit is None else language.date(commit.date))
        rows.append(row)
    lines = [say(text("Dates of the text:")), table(columns, rows, limit=session.width).rstrip("\n")]
    wide = session.columns(sys.stdout)
    for each in _of_git(dates):
        lines += [say(each)] if wide is None else wrapped(safe_line(say(each)), wide)
    return "\n".join(lines) + "\n"


def _day(session: Session, stated: Stated) -> str:
    """A day as far as it is known."""
    language = session.language
    if stated.value is None:
        return language.say(text("not known")) if stated.state else "–"
    shown = language.word(stated.value)
    words = {
        "approximate": text("about {day}", day=stated.value),
        "derived": text("{day}, derived", day=stated.value),
        "partial": text("{day}, in part", day=stated.value),
    }.get(stated.state or "")
    return shown if words is None else language.say(words)


def _of_git(dates: TextDates) -> tuple[Text, ...]:
    commits = dates.commits
    if dates.failed is not None:
        return (text("No commit can be named: {reason}", reason=dates.failed),)
    if commits is None:
        return (text("This repository is not in git, so no commit says when the words were entered."),)
    if commits.words is None:
        said = text("The words as they stand are not recorded yet.")
    else:
        said = text(
            "The words as they stand came to this branch on {day} ({revision} {subject}). "
            "kic history names the commit that wrote them.",
            day=commits.words.date,
            revision=commits.words.revision[:10],
            subject=commits.words.subject,
        )
    if commits.cut_off:
        return (said, text("The history is cut off; git fetch --unshallow brings all of it."))
    return (said,)
