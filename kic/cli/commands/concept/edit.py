"""`kic concept edit`: other words for an element of the concept, and the act that changed them, in one change."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.participation import (
    Body,
    Contributions,
    Mover,
    Name,
    Nature,
    PersonId,
    ResolutionId,
    amended,
    contributions_of,
    contributor_of,
    edition_of_elements,
    element_of,
    nature_of,
)
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.reading import partial_of
from kic.cli.session import Session
from kic.cli.sheet_files import content_of
from kic.cli.words import _
from kic.core.text import Label, text
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.revisions import Amendment
from kic.domain.revisions import Nature as Kind
from kic.errors import UsageError

EXAMPLES = """
kic concept edit he-07 --title "Vielfalt in der Stadtverwaltung" --resolution b-2026-11 --reason "Antrag im Rat"
kic concept edit he-09 --text "In jedem Stadtteil gibt es einen Kurs." --amendment ae-2026-2
kic concept edit he-12 --title "Mehrsprachige Informationen und Einfache Sprache" --nature editorial --reason Duden
"""

_TEXTS = ("title", "text", "vision", "summary")
OPTIONS = {
    **dict.fromkeys(_TEXTS, "--reason"),
    "resolution": "--resolution",
    "reason": "--reason",
    "nature": "--nature",
    "date": "--date",
    "effective": "--effective",
    "mover": "--mover",
    "contributions": "--contribution",
}
"""Which option fills which field; adopted words that are changed lack their act."""
_ACT_GIVEN = OPTIONS | dict.fromkeys(_TEXTS, "--resolution")
"""The same where there is an act, but one that may not change so much."""


def command(  # as many options as there are texts, and as an act has facts
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The theme, goal, recommendation or edition."))],
    title: Annotated[str | None, typer.Option("--title", metavar=_("TEXT"), help=_("Its title."))] = None,
    words: Annotated[
        str | None, typer.Option("--text", metavar=_("TEXT"), help=_("The text of a recommendation or goal."))
    ] = None,
    vision: Annotated[
        str | None, typer.Option("--vision", metavar=_("TEXT"), help=_("The vision of a theme."))
    ] = None,
    summary: Annotated[
        str | None, typer.Option("--summary", metavar=_("TEXT"), help=_("The summary of an edition."))
    ] = None,
    text_file: Annotated[
        str | None,
        typer.Option(
            "--text-file", metavar=_("FILE"), help=_("A file with the new text or vision, as UTF-8.")
        ),
    ] = None,
    amendment: Annotated[
        str | None, typer.Option("--amendment", metavar="ID", help=_("The amendment that this belongs to."))
    ] = None,
    resolution: ResolutionId = None,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", metavar=_("TEXT"), help=_("Why; without --amendment, a new one is recorded.")
        ),
    ] = None,
    nature: Nature = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar=_("YYYY-MM-DD"), help=_("The day of the act; else that of the resolution.")
        ),
    ] = None,
    effective: Annotated[
        str | None, typer.Option("--effective", metavar=_("YYYY-MM-DD"), help=_("From when it holds."))
    ] = None,
    mover: Mover = None,
    body: Body = None,
    name: Name = None,
    person: PersonId = None,
    contribution: Contributions = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.revisions import TEXT_FIELDS  # noqa: PLC0415
    from kic.domain.revisions.elements import elements  # noqa: PLC0415
    from kic.domain.revisions.moves import next_id  # noqa: PLC0415
    from kic.domain.revisions.text_moves import change_text  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    element = elements(snapshot)[element_of(session, id, "ID")]
    given = {"title": title, "text": words, "vision": vision, "summary": summary}
    if text_file is not None:
        last = TEXT_FIELDS[element.kind][-1]
        if given[last] is not None:
            raise UsageError("{one} and {other} exclude each other.", one="--text-file", other=f"--{last}")
        given[last] = _content(text_file)
    changed = {field: value for field, value in given.items() if value is not None}
    if not changed:
        raise UsageError(
            "No new words were given.",
            help="For example: {example}",
            example=f"kic concept edit {element.id} --title ... --reason ...",
        )
    wrong = [field for field in changed if field not in TEXT_FIELDS[element.kind]]
    if wrong:
        raise UsageError(
            "{id} is a {kind} and has no {field}.",
            help="Its texts are {fields}.",
            id=element.id,
            kind=Label("kind", element.kind),
            field=Label("field", wrong[0]),
            fields=TEXT_FIELDS[element.kind],
        )
    carried = contributions_of(session, contribution or ())
    mine = amended((element.id,), carried)
    act: Amendment | None = None
    of = edition_of_elements(session, None, (element.id,), ())
    if amendment is not None:
        import msgspec  # noqa: PLC0415

        there = session.repository.find(Amendment, amendment)
        if any(
            each is not None
            for each in (resolution, reason, nature, date, effective, mover, body, name, person)
        ):
            raise UsageError(
                "What the act is stands in the amendment {id}.",
                help="Leave --resolution, --reason, --nature, --date and the mover out, or --amendment.",
                id=there.id,
            )
        act = msgspec.structs.replace(there, elements=mine)
    elif reason is not None or resolution is not None or nature is not None or carried:
        resolved = session.repository.find(Resolution, resolution) if resolution is not None else None
        kind = nature_of(session, nature, resolved, of)
        if date is None and resolved is not None:
            day = resolved.date
        else:
            spelled = date or (None if kind is Kind.RESOLVED else session.today.isoformat())
            day = ask(session, spelled, option="--date", question=text("On which day?"), parse=partial_of)
        act = Amendment(
            id=next_id(snapshot, day.year),
            edition=of,
            title=session.language.say(text("New words for {id}", id=element.id)),
            nature=kind,
            date=day,
            effective=partial_of(effective, "--effective") if effective is not None else None,
            resolution=resolved.id if resolved is not None else None,
            mover=contributor_of(session, mover, body, name, person),
            reason=ask(session, reason, option="--reason", question=text("Why?"), parse=words_of),
            elements=mine,
        )
    return conclude(
        session,
        change_text(snapshot, session.repository.find(Edition, of), element.id, changed, act, session.today),
        command="concept edit",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": element.id, "amendment": act.id if act is not None else None},
        next_step="kic diff",
        options=OPTIONS if act is None else _ACT_GIVEN,
    )


def _content(file: str) -> str:
    """The words in a file, without the lines around them. Raises UsageError where it cannot be read as UTF-8."""
    try:
        return content_of(file).decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UsageError("{path} cannot be read: {reason}", path=file, reason="UTF-8") from error
