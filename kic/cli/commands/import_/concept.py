"""`kic import concept`: the text of a concept from DOCX or Markdown, entered where it is missing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.importing import refuse, what_to_correct
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.sheet_files import content_of
from kic.cli.words import _
from kic.core.text import Label, Text, plural, text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kic.domain.concept.edition import Edition, Resolution
    from kic.repository.concept_text.beginnings import Beginnings
    from kic.repository.concept_text.columns import Columns
    from kic.repository.concept_text.matching import Matched, Step
    from kic.repository.concept_text.reading import Read
    from kic.repository.concept_text.said import Left

EXAMPLES = """
kic import concept Integrationskonzept.docx --dry-run
kic import concept Integrationskonzept.md --resolution b-2022-03 --dry-run
kic import concept Integrationskonzept.docx --same 12=he-12 --replace --dry-run
"""


def command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The text: DOCX or Markdown."))],
    edition: Annotated[
        str | None,
        typer.Option(
            "--edition", metavar="ID", help=_("The edition whose text it is; else the one in force.")
        ),
    ] = None,
    resolution: Annotated[
        str | None,
        typer.Option(
            "--resolution", metavar="ID", help=_("The resolution that adopted it; else the edition's.")
        ),
    ] = None,
    theme: Annotated[
        list[str] | None,
        typer.Option(
            "--theme",
            metavar=_("WORD|1.1|##"),
            help=_("What begins a theme: a word before the number, such a number, or a heading's level."),
        ),
    ] = None,
    goal: Annotated[
        list[str] | None,
        typer.Option("--goal", metavar=_("WORD|1.1|##"), help=_("What begins a goal, likewise.")),
    ] = None,
    recommendation: Annotated[
        list[str] | None,
        typer.Option(
            "--recommendation",
            metavar=_("WORD|1.1|##"),
            help=_("What begins a recommendation, likewise."),
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            "--skip",
            metavar=_("CHAPTER"),
            help=_("A chapter that is left out, by its number or heading; may be repeated."),
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar=_("HEADING=FIELD"),
            help=_(
                "What a column of a table of recommendations holds, such as Kosten=text; may be repeated."
            ),
        ),
    ] = None,
    same: Annotated[
        list[str] | None,
        typer.Option(
            "--same",
            metavar=_("NUMBER=ID"),
            help=_("Which record a recommendation of the text is, or new; may be repeated."),
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Write the text's words also where the record has others."))
    ] = False,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar=_("TEXT"), help=_("Where the words are from; else the resolution's title.")
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.concept.structure import Theme  # noqa: PLC0415
    from kic.repository.concept_text.columns import Columns  # noqa: PLC0415
    from kic.repository.concept_text.matching import Answers, matched  # noqa: PLC0415
    from kic.repository.concept_text.reading import read_concept  # noqa: PLC0415
    from kic.repository.concept_text.recognising import recognised  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    record = _edition(session, edition)
    adopted_by = _resolution(session, record, resolution)
    read = read_concept(content_of(file), file)
    if not read.readable:
        if output != "json":
            session.show_findings(read.findings, snapshot)
        refused = Refused(
            "The text cannot be read; nothing was written.", help=what_to_correct(read.findings, "")
        )
        return refuse(session, "import concept", read.findings, output, refused)
    themes = [each for each in snapshot.all(Theme) if each.edition == record.id]
    beginnings = _beginnings({"theme": theme, "goal": goal, "recommendation": recommendation})
    columns = Columns.told(beginnings, column or ())
    found = recognised(
        read.paragraphs,
        (name for each in themes for name in (each.title, *each.variants)),
        beginnings,
        skip or (),
        columns,
    )
    columns.all_seen()
    told = any(each.kind == "recommendation" for each in found.elements)
    if not told:
        _say_headings(session, read)
    _say_tables(session, columns, [each for each, expected in columns.others.items() if expected or not told])
    if not any(each.kind in ("theme", "recommendation") for each in found.elements):
        raise Refused(
            "No theme and no recommendation was found in {file}; nothing was written.",
            help="A heading such as Themenfeld 1: Bildung, or Handlungsempfehlung 7: Lernpatenschaften, begins one. "
            "Where the text has other words, say them: --theme Kapitel --recommendation 1.1",
            file=file,
        )
    said = source or (_named(adopted_by) if adopted_by is not None else record.title)
    answers = Answers(same=_same(same or ()), replace=replace, resolution=adopted_by, source=said)
    outcome = matched(snapshot, record, found, answers)
    _say(session, read, outcome, found.left)
    if columns.unread:
        session.talk(
            plural(
                "The column {names} is not entered. What it holds can be said: --column {example}",
                "The columns {names} are not entered. What they hold can be said: --column {example}",
                n=len(set(columns.unread)),
                names=tuple(dict.fromkeys(columns.unread)),
                example=f'"{columns.unread[0]}=text"',
            )
        )
    other = [each.number for each in found.elements if each.kind == "recommendation" and each.number]
    if other := [each for each in other if not each.isdigit()]:
        session.talk(
            text("Numbers such as {number} are not entered: records have whole ones.", number=other[0])
        )
    if outcome.unclear:
        if any(each.act.value == "unclear" and each.kind == "goal" for each in outcome.steps):
            raise Refused(
                "Not every goal stands below a theme; nothing was written.",
                help="Give its heading that form: Themenfeld 1: Sprache. Or say with --theme what begins a theme.",
            )
        raise Refused(
            "Which record is meant is not clear for every text; nothing was written.",
            help="Say it: --same 7=he-07, or --same 7=new for one that has no record yet.",
        )
    return conclude(
        session,
        outcome.plan,
        command="import concept",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={
            "edition": record.id,
            "steps": [
                {
                    "kind": each.kind,
                    "id": each.id,
                    "place": each.place,
                    "act": each.act.value,
                    "fields": list(each.fields),
                }
                for each in outcome.steps
            ],
            "missing": list(outcome.missing),
            "left": [
                {"place": each.place, "heading": each.heading, "words": each.words} for each in found.left
            ],
        },
        next_step="kic check",
        options={"text": "--replace", "title": "--replace", "vision": "--replace"},
    )


def _edition(session: Session, spelling: str | None) -> "Edition":
    from kic.domain.concept.edition import Edition  # noqa: PLC0415
    from kic.domain.concept.edition_rules import editions_worked_on  # noqa: PLC0415

    if spelling is not None:
        return session.repository.find(Edition, spelling)
    worked_on = tuple(sorted(editions_worked_on(session.repository.snapshot)))
    if len(worked_on) != 1:
        raise UsageError(
            "It is not clear which edition is meant.",
            help="Name it with --edition; the editions are {names}.",
            names=worked_on or tuple(each.id for each in session.repository.snapshot.all(Edition)),
        )
    return session.repository.find(Edition, worked_on[0])


def _resolution(session: Session, edition: "Edition", spelling: str | None) -> "Resolution | None":
    """The resolution that adopted the text. Raises UsageError where an adopted edition names none."""
    from kic.domain.concept.edition import Resolution  # noqa: PLC0415

    if spelling is not None:
        return session.repository.find(Resolution, spelling)
    found = session.repository.snapshot.get(Resolution, edition.resolution)
    if found is None and not edition.is_draft:
        raise UsageError(
            "The edition {id} was adopted, and no resolution is known.",
            help="Record it with kic concept resolve, and name it with --resolution.",
            id=edition.id,
        )
    return found


def _named(resolution: "Resolution") -> str:
    return resolution.title if resolution.number is None else f"{resolution.title} ({resolution.number})"


def _beginnings(told: "Mapping[str, Sequence[str] | None]") -> "Beginnings":
    from kic.core.values import Misread  # noqa: PLC0415
    from kic.repository.concept_text.beginnings import Beginnings  # noqa: PLC0415

    try:
        return Beginnings.of({kind: spelled or () for kind, spelled in told.items()})
    except Misread as misread:
        raise UsageError("{problem}.", problem=misread.text) from None


def _say_headings(session: Session, read: "Read") -> None:
    """What headings the text has, for somebody who has to tell which of them begin what."""
    from kic.repository.concept_text.beginnings import headings_alike  # noqa: PLC0415

    found = tuple(headings_alike(read.paragraphs))
    if found:
        session.talk(text("No heading of the text begins a recommendation, as far as kic can tell. It has:"))
    for each in found:
        session.talk(
            plural(
                "  {spelling}: {n} heading, {first}",
                "  {spelling}: {n} headings, the first is {first}",
                n=each.many,
                spelling=each.spelling,
                first=each.first,
            )
        )
    if found:
        session.talk(text("What they are is said with --theme, --goal, --recommendation and --skip."))


_MOST_TABLES = 3


def _say_tables(session: Session, columns: "Columns", others: Sequence[tuple[str, ...]]) -> None:
    """The headings of tables that were not read, for somebody who can tell that one of them holds recommendations."""
    for each in others[:_MOST_TABLES]:
        session.talk(
            text(
                "A table is not read as one of recommendations; its headings: {names}", names=", ".join(each)
            )
        )
    if more := others[_MOST_TABLES:]:
        session.talk(plural("and {n} more table", "and {n} more tables", n=len(more)))
    if others:
        meant = next((each for each in others if columns.given(each)), others[0])
        lacking = columns.lacking(meant)
        example = " ".join(f'--column "{heading or "..."}={column.value}"' for heading, column in lacking)
        if not (given := columns.given(meant)):
            session.talk(text("If it is one, say what its columns hold: {example}", example=example))
        elif any(column.value == "title" for _heading, column in lacking):
            said = text(
                "The one with the column {heading} lacks the column of titles: {example}",
                heading=given[0],
                example=example,
            )
            session.talk(said)
        elif lacking:
            said = text(
                "The one with the column {heading} lacks a second column that is known: {example}",
                heading=given[0],
                example=example,
            )
            session.talk(said)


def _same(spelled: Sequence[str]) -> dict[str, str]:
    found = {}
    for each in spelled:
        number, equals, id_ = each.partition("=")
        if not equals or not number.strip() or not id_.strip():
            raise UsageError(
                "--same needs a number and an id, such as 7=he-07, not {spelling}.", spelling=each
            )
        found[number.strip()] = id_.strip().casefold()
    return found


# -- what will be done ---------------------------------------------------------------------------------


def _say(session: Session, read: "Read", outcome: "Matched", left: "Sequence[Left]") -> None:
    """Per text what becomes of it; the same ones are counted alone."""
    from kic.repository.concept_text.matching import Act  # noqa: PLC0415

    unchanged = sum(1 for each in outcome.steps if each.act is Act.SAME)
    for each in outcome.steps:
        if each.act is not Act.SAME:
            session.talk(
                f"  {session.language.say(_place(read, each.place))}: {session.language.say(_step(each))}"
            )
    session.talk(
        plural(
            "{n} text is there already, word for word.",
            "{n} texts are there already, word for word.",
            n=unchanged,
        )
    )
    if any(each.act is Act.DIFFERS for each in outcome.steps):
        session.talk(text("Words that differ are changed with their act: kic concept edit ID."))
    if outcome.missing:
        session.talk(
            plural("The text does not have {ids}; it stays.", "The text does not have {ids}; they stay.",
                   n=len(outcome.missing), ids=outcome.missing)
        )  # fmt: skip
    for one in left:
        place = session.language.say(_place(read, one.place))
        session.talk(f"  {place}: {session.language.say(_left(one))}")


def _step(step: "Step") -> Text:
    if step.act.value == "unclear":
        if step.perhaps:
            return text(
                "{kind} {title}: it is not clear which record this is; perhaps {ids}",
                kind=Label("kind", step.kind), title=step.title, ids=step.perhaps,
            )  # fmt: skip
        return text(
            "{kind} {title}: no theme stands above it", kind=Label("kind", step.kind), title=step.title
        )
    about = {
        "id": step.id,
        "title": step.title,
        "fields": tuple(Label("field", each) for each in step.fields),
    }
    return {
        "entered": text("{id} {title} gets: {fields}", **about),
        "new": text("{id} {title} is new, with: {fields}", **about),
        "differs": text("{id} {title} has other words and keeps them: {fields}", **about),
        "replaced": text("{id} {title} gets other words: {fields}", **about),
        "left": text("{id}: {fields} is not entered, as it is not known here: {title}", **about),
    }[step.act.value]


def _place(read: "Read", place: int) -> Text:
    return text("line {n}", n=place) if read.lines else text("paragraph {n}", n=place)


_PASSED = {
    "footnote": text("a footnote"),
    "picture": text("a picture"),
    "text box": text("a text box"),
    "comment": text("a comment"),
    "tracked change": text("a tracked change"),
    "hidden text": text("hidden text"),
    "code": text("a block of code"),
    "persons": text("a cell with particulars of persons"),
}
_MOST_WORDS = 100


def _left(left: "Left") -> Text:
    if left.passed:
        what = tuple(_PASSED[each] for each in left.passed)
        return text("below {heading}: not read is {what}", heading=left.heading or "-", what=what)
    words = left.words if len(left.words) <= _MOST_WORDS else f"{left.words[:_MOST_WORDS]}..."
    return text(
        "below {heading}: belongs to no text of the concept: {words}",
        heading=left.heading or "-",
        words=words,
    )
