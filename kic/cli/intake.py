"""How applicants, themes and papers are named on the command line. All raise UsageError with the near ones."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.reading import items_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.ids import is_id
from kic.core.near import near
from kic.core.text import text
from kic.domain.applications import Application
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

ApplicationId = Annotated[str, typer.Argument(metavar="ID", help=_("The application."))]
Papers = Annotated[
    list[str] | None,
    typer.Option("--paper", metavar=_("TEXT"), help=_("A paper, in words; may be repeated.")),
]

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
        plain = name.casefold()
        for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
            plain = plain.replace(letter, letters)
        words = [
            word for word in re.split(r"[^a-z0-9]+", plain) if word not in ("", "e", "v", "ev", "der", "die")
        ]
        id = f"v-{'-'.join(words)[:40].strip('-')}"  # noqa: A001
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
    """Ids of themes, with commas between."""
    from kic.domain.concept.structure import Theme  # noqa: PLC0415

    _ = option
    return tuple(session.repository.find(Theme, each).id for each in items_of([spelling]))


def recommendations_of(session: Session, spelling: str, option: str) -> tuple[str, ...]:
    """Ids of recommendations, with commas between."""
    from kic.domain.concept.recommendation import Recommendation  # noqa: PLC0415

    _ = option
    return tuple(session.repository.find(Recommendation, each).id for each in items_of([spelling]))


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
