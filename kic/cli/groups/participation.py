"""Consultations, contributions and amendments on the command line: their options, and how their parts are named."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.asking import one_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.near import near
from kic.domain.participation import ConsultationForm, Contributor, ContributorKind
from kic.domain.revisions import AmendedElement
from kic.domain.revisions import Nature as Kind
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.domain.concept.edition import Resolution
    from kic.domain.participation import Contribution

ContributionIds = Annotated[
    list[str], typer.Argument(metavar="ID...", help=_("The contributions, one or several."))
]
EditionId = Annotated[
    str | None,
    typer.Option(
        "--edition", metavar="ID", help=_("The edition; without it, the draft, else the one in force.")
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="organisation|committee|department|council_group|person",
        help=choice(_("Who contributed."), ContributorKind),
    ),
]
Body = Annotated[
    str | None, typer.Option("--body", metavar="ID", help=_("Its record, by its id or a part of its name."))
]
Name = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar=_("NAME"),
        help=_("The name of an organisation or group without a record; never of a person."),
    ),
]
PersonId = Annotated[
    str | None,
    typer.Option(
        "--person", metavar="p-0001", help=_("The pseudonym of a private person; names stay outside.")
    ),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--form",
        metavar="workshop|priorities_workshop|working_group|hearing|survey|written|other",
        help=choice(_("What sort of event it is."), ConsultationForm),
    ),
]
Title = Annotated[str | None, typer.Option("--title", metavar=_("TEXT"), help=_("What it is called."))]
Day = Annotated[
    str | None,
    typer.Option(
        "--date", metavar=_("YYYY-MM-DD"), help=_("Its day, or the month or year if no more is known.")
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar=_("YYYY-MM-DD"), help=_("Its last day, where it lasts longer.")),
]
Participants = Annotated[
    int | None, typer.Option("--participants", min=0, metavar="N", help=_("How many took part."))
]
Place = Annotated[str | None, typer.Option("--place", metavar=_("TEXT"), help=_("Where it is held."))]
Organiser = Annotated[
    str | None, typer.Option("--organiser", metavar="ID", help=_("The body that holds it."))
]
Description = Annotated[
    str | None, typer.Option("--description", metavar=_("TEXT"), help=_("What it was about."))
]
Contributions = Annotated[
    list[str] | None,
    typer.Option(
        "--contribution", metavar="ID", help=_("A contribution that this carries out; may be repeated.")
    ),
]
Nature = Annotated[
    str | None,
    typer.Option(
        "--nature",
        metavar="resolved|editorial|drafting",
        help=choice(_("What sort of change it is; with a resolution it is resolved."), Kind),
    ),
]
ResolutionId = Annotated[
    str | None, typer.Option("--resolution", metavar="ID", help=_("The resolution that changed the text."))
]
Mover = Annotated[
    str | None,
    typer.Option(
        "--mover",
        metavar="organisation|committee|department|council_group|person",
        help=choice(_("Who moved it."), ContributorKind),
    ),
]

CONSULTATION_OPTIONS = {
    "title": "--title",
    "form": "--form",
    "date": "--date",
    "until": "--until",
    "participants": "--participants",
    "place": "--place",
    "organiser": "--organiser",
    "edition": "--edition",
}
"""Which option fills which field of a consultation."""
_FROM_BODY = {
    "department": ContributorKind.DEPARTMENT,
    "committee": ContributorKind.COMMITTEE,
    "advisory_council": ContributorKind.COMMITTEE,
}


def edition_id(session: Session, given: str | None) -> str:
    """The edition that is meant: the one given, else the only draft, else the one in force; raises UsageError."""
    from kic.domain.concept.edition import Edition  # noqa: PLC0415
    from kic.domain.concept.edition_rules import current_edition  # noqa: PLC0415

    if given is not None:
        return session.repository.find(Edition, given).id
    snapshot = session.repository.snapshot
    drafts = [each.id for each in snapshot.all(Edition) if each.is_draft]
    if len(drafts) == 1:
        return drafts[0]
    current = current_edition(snapshot)
    if drafts or current is None:
        raise UsageError(
            "It is not clear which edition is meant.",
            help="Name it with --edition: {ids}.",
            ids=tuple(each.id for each in snapshot.all(Edition)),
        )
    return current.id


def contributor_of(
    session: Session, kind: str | None, body: str | None, name: str | None, person: str | None
) -> Contributor | None:
    """Who is meant by these options; None where none was given. What does not fit together, the rules say."""
    from kic.cli.groups.applications import body_of, person_of  # noqa: PLC0415
    from kic.domain.concept.structure import Body as Record  # noqa: PLC0415

    if kind is None and body is None and name is None and person is None:
        return None
    id_ = body_of(session, body, "--body") if body is not None else None
    pseudonym = person_of(person, "--person") if person is not None else None
    if kind is not None:
        said = one_of(session, kind, ContributorKind, "--from")
    elif pseudonym is not None:
        said = ContributorKind.PERSON
    else:
        record = session.repository.snapshot.get(Record, id_)
        said = (
            _FROM_BODY.get(record.body.value, ContributorKind.ORGANISATION)
            if record is not None
            else ContributorKind.ORGANISATION
        )
    return Contributor(contributor=said, body=id_, name=name.strip() if name else None, person=pseudonym)


def element_of(session: Session, spelling: str, option: str, edition: str | None = None) -> str:
    """The id of an element of the concept, given by its id, or by a part of a title that only one has."""
    from kic.domain.revisions.elements import elements  # noqa: PLC0415

    snapshot = session.repository.snapshot
    wanted = spelling.strip().casefold()
    everything = elements(snapshot)
    if wanted in everything:
        return wanted
    here = {id_: each for id_, each in everything.items() if edition in (None, each.edition)}
    titles = {id_: (each.title or "").casefold() for id_, each in here.items() if wanted}
    holding = tuple(id_ for id_, title in titles.items() if title == wanted)
    holding = holding or tuple(id_ for id_, title in titles.items() if wanted in title)
    if len(holding) == 1:
        return holding[0]
    close = holding[:_MOST] or near(wanted, everything)
    raise UsageError(
        "{option}: there is no element of the concept {name}.",
        help="Did you mean {names}?"
        if close
        else "Elements are editions, themes, goals and recommendations.",
        option=option,
        name=spelling,
        names=close,
    )


_MOST = 8


def contributions_of(session: Session, given: "Sequence[str]") -> "tuple[Contribution, ...]":
    """The contributions of these ids, `s-2026-01..s-2026-09` included, each once; raises UsageError."""
    from kic.cli.reading import items_of  # noqa: PLC0415
    from kic.domain.participation import Contribution  # noqa: PLC0415

    found: dict[str, Contribution] = {}
    for each in items_of(given):
        first, dots, last = each.partition("..")
        if not dots:
            record = session.repository.find(Contribution, each)
            found[record.id] = record
            continue
        ends = sorted(_place(session.repository.find(Contribution, end).id) for end in (first, last))
        for record in sorted(session.repository.snapshot.all(Contribution), key=lambda one: _place(one.id)):
            if ends[0] <= _place(record.id) <= ends[1]:
                found[record.id] = record
    return tuple(found.values())


def _place(id_: str) -> tuple[str, int]:
    """Where an id stands among those of its sort: `s-2026-9` before `s-2026-10`."""
    stem = id_.rstrip("0123456789")
    return stem, int(id_[len(stem) :] or 0)


def amended(elements: "Sequence[str]", contributions: "Sequence[Contribution]") -> tuple[AmendedElement, ...]:
    """The elements of an amendment, each with the contributions on it.

    A contribution on an element that is not among them, or on the whole, stands with the first; without any elements,
    those of the contributions are meant.
    """
    named = tuple(dict.fromkeys(elements or (each.element for each in contributions if each.element)))
    carried: dict[str, list[str]] = {id_: [] for id_ in named}
    for each in contributions:
        if named:
            carried[each.element if each.element in carried else named[0]].append(each.id)
    return tuple(AmendedElement(element=id_, contributions=tuple(ids)) for id_, ids in carried.items())


def nature_of(session: Session, given: str | None, resolution: "Resolution | None", edition: str) -> Kind:
    """The sort of change: the one given, resolved with a resolution, drafting for a draft; else it is asked for."""
    from kic.cli.asking import ask_one_of  # noqa: PLC0415
    from kic.core.text import text  # noqa: PLC0415
    from kic.domain.concept.edition import Edition  # noqa: PLC0415

    if given is None and resolution is not None:
        return Kind.RESOLVED
    record = session.repository.snapshot.get(Edition, edition)
    if given is None and record is not None and record.is_draft:
        return Kind.DRAFTING
    return ask_one_of(session, given, Kind, option="--nature", question=text("What sort of change is it?"))


def edition_of_elements(
    session: Session, given: str | None, elements: "Sequence[str]", contributions: "Sequence[Contribution]"
) -> str:
    """The edition given, else that of the elements or of the contributions; raises UsageError for more than one."""
    from kic.domain.participation.rules import edition_of  # noqa: PLC0415

    if given is not None:
        return edition_id(session, given)
    snapshot = session.repository.snapshot
    known = {edition_of(snapshot, each) for each in elements} or {each.edition for each in contributions}
    meant = sorted(each for each in known if each is not None)
    if len(meant) > 1:
        raise UsageError(
            "These elements are of several editions: {ids}.",
            help="An amendment changes one edition: record one for each.",
            ids=tuple(meant),
        )
    return meant[0] if meant else edition_id(session, None)
