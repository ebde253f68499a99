"""`kic form in`: filled-in forms read back as one reviewed change; persons go into the private overlay alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.asking import ask
from kic.cli.importing import (
    TakeOf,
    changed_data,
    counted,
    refuse,
    say_changed,
    what_to_correct,
    whose_of,
    with_answer,
)
from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.reading import moment_of
from kic.cli.session import Session
from kic.cli.sheet_files import content_of
from kic.cli.table import N_
from kic.cli.words import _
from kic.core.text import plural, text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from kic.repository.forms.applications import Private
    from kic.repository.forms.overlay_entries import Entry
    from kic.repository.forms.reading import Filled
    from kic.repository.forms.taking import Taken
    from kic.repository.overlay import Overlay

EXAMPLES = """
kic form in Projektantrag.docx --received "16.10.2026, 11:30"
kic form in Posteingang --received 2026-10-16T12:00 --new-bodies --only-readable
kic form in Verwendungsnachweis.xlsx --on 20.11.2026 --dry-run
"""


def command(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar=_("FILE"), help=_("Filled-in forms, or the folder with them."))
    ],
    received: Annotated[
        str | None,
        typer.Option("--received", metavar=_("DAY AND TIME"), help=_("When the applications came in.")),
    ] = None,
    on: On = None,
    new_bodies: Annotated[
        bool, typer.Option("--new-bodies", help=_("Record organisations that are not known yet."))
    ] = False,
    only_readable: Annotated[
        bool,
        typer.Option(
            "--only-readable", help=_("Take the forms that can be read; the others wait and are named.")
        ),
    ] = False,
    take: TakeOf = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.repository.forms.former_names import named_before  # noqa: PLC0415
    from kic.repository.forms.overlay_entries import people_in  # noqa: PLC0415
    from kic.repository.forms.reading import read_form  # noqa: PLC0415
    from kic.repository.forms.taking import Answers, has_applications, taken  # noqa: PLC0415
    from kic.repository.overlay import overlay_of  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    whose = whose_of(session, take)
    overlay = overlay_of(session.repository.root)
    former = named_before(session.repository.root, snapshot)
    filled = [
        read_form(snapshot, content_of(each), each, on=session.today, former=former) for each in _forms(files)
    ]
    moment = None
    if has_applications(filled):
        question = text("Came in, day and time:")
        moment = ask(session, received, option="--received", question=question, parse=moment_of)
    answers: dict[str, Any] = {
        "received": moment,
        "on": on or session.today,
        "people": people_in(overlay),
        "new_bodies": new_bodies,
        "only_readable": only_readable,
    }
    outcome = with_answer(session, whose, lambda word: taken(snapshot, filled, Answers(**answers, take=word)))
    _say(session, filled, outcome)
    session.show_findings(outcome.findings, snapshot)
    if outcome.plan is None:
        refused = Refused(
            "The forms cannot be taken as they stand; nothing was written.",
            help="Say with --take sheet or --take record whose word counts for these fields."
            if outcome.asked
            else what_to_correct(
                outcome.findings,
                N_(
                    "Correct the fields that are named, or take the other forms meanwhile with --only-readable."
                ),
            ),
        )
        return refuse(session, "form in", outcome.findings, output, refused)
    return _conclude(session, outcome, overlay, yes=yes, dry_run=dry_run, output=output)


def _forms(named: Sequence[str]) -> list[str]:
    """The files that are meant; of a folder its DOCX and XLSX files without those that Office leaves behind."""
    files: list[str] = []
    for name in named:
        path = Path(name)
        if not path.is_dir():
            files.append(name)
            continue
        inside = [each for ending in ("docx", "xlsx") for each in path.glob(f"*.{ending}")]
        forms = sorted(str(each) for each in inside if not each.name.startswith(("~$", ".")))
        if not forms:
            raise UsageError("There is no form in {path}.", path=name)
        files += forms
    return list(dict.fromkeys(files))


def _say(session: Session, filled: "Sequence[Filled]", outcome: "Taken") -> None:
    """What the files are, and what becomes of them."""
    for each in filled:
        if each.mark is not None and each.form is not None:
            session.talk(text("{file}: {form}, {about}", file=each.file, form=each.form.title,
                              about=each.mark.application or each.mark.call))  # fmt: skip
    if outcome.plan is not None:
        counts = (
            *counted(outcome.created, outcome.changed, outcome.unchanged),
            plural("{n} report", "{n} reports", n=len(outcome.reports)),
        )
        session.talk(text("Forms: {counts}.", counts=counts))
        say_changed(session, outcome.changed)
    if outcome.waiting:
        session.talk(
            plural(
                "{n} form waits: {files}.",
                "{n} forms wait: {files}.",
                n=len(outcome.waiting),
                files=outcome.waiting,
            )
        )


def _conclude(
    session: Session, outcome: "Taken", overlay: "Overlay | None", *, yes: bool, dry_run: bool, output: str
) -> int:
    from kic.cli.changing import carried_out, kind_of_change  # noqa: PLC0415
    from kic.repository.forms.overlay_entries import write_entries  # noqa: PLC0415

    assert outcome.plan is not None
    made = _entries(session, outcome.private, overlay, dry_run=dry_run)
    count = len(outcome.created) + len(outcome.changed) + len(outcome.reports)
    done = carried_out(
        session,
        outcome.plan,
        yes=yes,
        dry_run=dry_run,
        patch_is_data=output != "json",
        question=plural(
            "Write this, and the private entries?", "Write these, and the private entries?", n=count
        )
        if made
        else None,
    )
    if made and not dry_run:
        write_entries(session.repository, made, session.language.say, session.now)
        session.talk(text("Written into the private overlay; nothing of it is in the repository."))
    if output == "json":
        session.json(
            "form in",
            {
                "created": list(outcome.created),
                "changed": changed_data(outcome.changed),
                "unchanged": list(outcome.unchanged),
                "bodies": list(outcome.bodies),
                "reports": list(outcome.reports),
                "private": [each.id for each in outcome.private],
                "waiting": list(outcome.waiting),
                "operation": done.number,
                "files": [{"path": each.path, "change": kind_of_change(each)} for each in done.changes],
            },
        )
    step = _next(outcome)
    if done.number is not None and step is not None:
        session.next_step(step)
    return 0


def _next(outcome: "Taken") -> str | None:
    if outcome.reports:
        return f"kic report show {outcome.reports[0].rpartition('-')[0]}"
    if outcome.created:
        return f"kic application complete {outcome.created[0]}"
    return f"kic show {outcome.changed[0].id}" if outcome.changed else None


def _entries(
    session: Session, private: "Sequence[Private]", overlay: "Overlay | None", *, dry_run: bool
) -> "list[Entry]":
    """The entries of the overlay, judged; which fields they fill is said, never with what."""
    if not private:
        return []
    from kic.cli.groups.persons import say_fields  # noqa: PLC0415
    from kic.repository.forms.overlay_entries import entries_from  # noqa: PLC0415
    from kic.repository.persons import opened  # noqa: PLC0415

    session.talk(text("Into the private overlay alone:"))
    if overlay is None and dry_run:
        for each in private:
            say_fields(session, each.id, each.fields)
        return []
    found = []
    for entry in entries_from(opened(session.repository), private):
        say_fields(session, entry.id, entry.fields)
        found.append(entry)
    return found
