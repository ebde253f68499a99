"""How applicants, themes and papers are named on the command line. All raise UsageError with the near ones."""

import datetime
import re
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import day_of, words_of
from kic.cli.reading import items_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.ids import is_id
from kic.core.near import near
from kic.core.text import Label, text
from kic.domain.applications import Application, PapersEntry, PapersEvent
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.domain.concept.recommendation import Recommendation
    from kic.domain.concept.structure import Theme

ApplicationId = Annotated[str, typer.Argument(metavar="ID", help=_("The application."))]
Papers = Annotated[
    list[str] | None,
    typer.Option("--paper", metavar=_("TEXT"), help=_("A paper, in words; may be repeated.")),
]
Due = Annotated[
    str | None,
    typer.Option("--due", metavar=_("YYYY-MM-DD"), help=_("The last day on which they may come.")),
]
Title = Annotated[str | None, typer.Option("--title", metavar=_("TEXT"), help=_("The project's title."))]
Summary = Annotated[
    str | None, typer.Option("--summary", metavar=_("TEXT"), help=_("What is to be done, in short."))
]
Recommendations = Annotated[
    list[str] | None,
    typer.Option(
        "--recommendation", metavar="ID", help=_("A recommendation that it serves; may be repeated.")
    ),
]
Start = Annotated[str | None, typer.Option("--start", metavar=_("YYYY-MM-DD"), help=_("When it begins."))]
End = Annotated[str | None, typer.Option("--end", metavar=_("YYYY-MM-DD"), help=_("When it ends."))]
Minimum = Annotated[
    str | None,
    typer.Option(
        "--minimum", metavar=_("AMOUNT|SHARE"), help=_("The least award with which it can be done.")
    ),
]

USUAL = datetime.timedelta(days=14)
"""How long missing papers may take, where nobody says it."""

_PERSON = re.compile(r"p-[0-9]{4}", re.ASCII)


def body_of(session: Session, spelling: str, option: str) -> str:
    """The id of an organisation, given by its id or by a part of its name that only one has."""
    from kic.domain.concept.structure import Body  # noqa: PLC0415

    wanted = spelling.strip().casefold()
    snapshot = session.repository.snapshot
    if (body := snapshot.get(Body, wanted)) is not None:
        return body.id
    names = {each.id: f"{each.name} {each.short_name or ''}".casefold() for each in snapshot.all(Body)}
    holding = tuple(id_ for id_, name in names.items() if wanted and wanted in name)
    if len(holding) == 1:
        return holding[0]
    close = holding[:_MOST] or near(wanted, names)
    raise UsageError(
        "{option}: there is no organisation {name}.",
        help="Did you mean {names}?"
        if close
        else "kic list body shows them; a new one is made with its name by --body-name.",
        option=option,
        name=spelling,
        names=close,
    )


_MOST = 8


def new_body_of(session: Session, id: str | None, name: str) -> str:  # noqa: A002
    """The id of a new organisation: the one given, else made from its name."""
    if id is None:
        from kic.repository.intake.new_bodies import id_of_body  # noqa: PLC0415

        id = id_of_body(name)  # noqa: A001
    id = id.lower()  # noqa: A001
    if not is_id(id):
        raise UsageError("{option}: {id} is no id.", option="--body", id=id)
    if session.repository.snapshot.kind_of(id) is not None:
        raise UsageError(
            "There is a record {id} already.", help="Leave --body-name out to apply for it.", id=id
        )
    return id


def person_of(spelling: str, option: str) -> str:
    """A pseudonym such as p-0007: no name of a person gets into a record."""
    found = spelling.strip().casefold()
    if _PERSON.fullmatch(found) is None:
        raise UsageError(
            "{option} needs a pseudonym such as p-0007, not {spelling}.",
            help="Names of private persons stay outside, in the private overlay.",
            option=option,
            spelling=spelling,
        )
    return found


def themes_of(session: Session, spelling: str, option: str) -> tuple[str, ...]:
    """Themes with commas between: each by its id, or by a part of a title that only one theme in force has."""
    from kic.domain.concept.structure import Theme  # noqa: PLC0415

    return _named(session, Theme, spelling, option)


def recommendations_of(session: Session, spelling: str, option: str) -> tuple[str, ...]:
    """Recommendations with commas between: each by its id, or by a part of a title that only one in force has."""
    from kic.domain.concept.recommendation import Recommendation  # noqa: PLC0415

    return _named(session, Recommendation, spelling, option)


def _named(
    session: Session, cls: "type[Theme | Recommendation]", spelling: str, option: str
) -> tuple[str, ...]:
    from kic.core.record import kind_of  # noqa: PLC0415
    from kic.domain.concept.edition_rules import editions_worked_on  # noqa: PLC0415

    snapshot = session.repository.snapshot
    current = editions_worked_on(snapshot)
    ids = []
    for each in items_of([spelling]):
        if snapshot.kind_of(each.casefold()) is not None:
            ids.append(session.repository.find(cls, each).id)
            continue
        holding = [
            record.id
            for record in snapshot.all(cls)
            if (not current or record.edition in current)
            and each.casefold() in (record.title or "").casefold()
        ]
        if len(holding) != 1:
            raise UsageError(
                "{option}: there is no {kind} {name}.",
                help="Did you mean {names}?" if holding else "{command} shows them with their titles.",
                option=option,
                kind=Label("kind", kind_of(cls)),
                name=each,
                names=tuple(holding[:_MOST]),
                command=f"kic list {kind_of(cls)}",
            )
        ids += holding
    return tuple(dict.fromkeys(ids))


def papers_of(session: Session, application: Application, given: "Sequence[str] | None") -> tuple[str, ...]:
    """The papers that came: those named, each by its beginning if it was asked for, else all that are missing.

    What nobody asked for is taken as well, and said.
    """
    from kic.domain.applications.papers import plain, standing  # noqa: PLC0415

    missing = standing(application).missing
    if not given:
        if not missing:
            raise UsageError(
                "Nothing was asked for that is missing; name what came with {option}.", option="--paper"
            )
        return missing
    papers: list[str] = []
    for spelled in given:
        same = [each for each in missing if plain(each) == plain(spelled)]
        begin = same or [each for each in missing if plain(each).startswith(plain(spelled))]
        if len(begin) == 1:
            papers.append(begin[0])
            continue
        if missing:
            session.talk(
                text("{paper} was not asked for; asked for are {missing}.", paper=spelled, missing=missing)
            )
        papers.append(" ".join(spelled.split()))
    return tuple(dict.fromkeys(papers))


def asked_for(
    session: Session, paper: "Sequence[str] | None", due: str | None, day: datetime.date, note: str | None
) -> PapersEntry:
    """That papers are asked for; which ones and until when is asked where the options do not say it."""
    from kic.cli.asking import ask  # noqa: PLC0415

    if not paper:
        question = text("Missing papers, with commas between:")
        paper = items_of([ask(session, None, option="--paper", question=question, parse=words_of)])
    until = ask(
        session, due, option="--due", question=text("They may come until:"), parse=day_of, default=day + USUAL
    )
    return PapersEntry(
        date=day,
        event=PapersEvent.ASKED,
        papers=tuple(words_of(each, "--paper") for each in paper),
        due=until,
        note=note,
    )
