"""The data of the funding report's pictures: budgets against awards and payments, and where the money flows."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.documents.naming import called
from kic.domain.accounts.calls import CallAccount
from kic.domain.accounts.figures import equal_shares
from kic.domain.applications import Application
from kic.domain.calls import ApplicantKind, Call
from kic.domain.concept.structure import Body, BodyKind, Theme

MOST_NODES = 12
"""With more boxes recipients are summed up by their kind; if there are still more, bars take the place of bands."""
APPLICANTS = {
    ApplicantKind.INSTITUTION: text("Institutions"),
    ApplicantKind.CARRIER: text("Carriers"),
    ApplicantKind.ASSOCIATION: text("Associations"),
    ApplicantKind.PRIVATE_PERSON: text("Private persons"),
}
"""Applicants of a kind, all together."""
BODIES = {
    BodyKind.DEPARTMENT: text("Departments"),
    BodyKind.COMMITTEE: text("Committees"),
    BodyKind.ADVISORY_COUNCIL: text("Advisory councils"),
    BodyKind.ASSOCIATION: text("Associations"),
    BodyKind.INSTITUTION: text("Institutions"),
    BodyKind.COMPANY: text("Companies"),
    BodyKind.AUTHORITY: text("Authorities"),
    BodyKind.NETWORK: text("Networks"),
}
"""Bodies of a kind, all together."""
PERSONS = "private-persons"
"""All private persons in a picture: they are never told apart."""
UNKNOWN = text("Recipient not known")
_NOBODY = {PERSONS: text("Private persons"), "": UNKNOWN}

BUDGETS = text(
    "For each call the money to give as a frame, what is awarded as a striped bar, and what is paid, less what came "
    "back, as a narrow full bar within."
)
PASSED_ON = text(
    "Not awarded is the money to give less what was passed on to a later call and what is awarded. Money that was "
    "passed on stands with both calls, and counts once in the total."
)


class Way(NamedTuple):
    """One of `parts` equal parts of an award: from a call over a theme to a recipient of some kind, in cents."""

    call: str
    theme: str
    recipient: str
    kind: str
    cents: int
    parts: int


def budgets(repository: Snapshot, calls: Sequence[CallAccount], day: datetime.date) -> dict[str, Any]:
    """For each call its money, what of it later calls give, what is awarded of it, and what is paid."""
    records = {each.call: repository.get(Call, each.call) for each in calls}
    return {
        "form": "budget",
        "folded": False,
        "title": text("Money, awards and payments by call"),
        "description": BUDGETS,
        "what": text("Call"),
        "as_of": day,
        "source": text("records of the city"),
        "notes": [PASSED_ON] if any(each.passed_on.cents for each in calls) else [],
        "rows": [
            {
                "label": _title(repository, each),
                "budget": each.amount.amount if each.known else None,
                "passed_on": each.passed_on.amount,
                "remainder": (call := records[each.call]) is not None and call.money.remainder_of in records,
                "awarded": None if each.unknown.lines else each.granted.amount,
                "paid": None if each.unknown.lines or each.untraced else (each.paid - each.returned).amount,
            }
            for each in calls
        ],
    }


def flow(repository: Snapshot, calls: Sequence[CallAccount], day: datetime.date) -> dict[str, Any] | None:
    """Awards from calls over themes to recipients; None where there are none.

    Private persons are one recipient together. A project with several themes counts in equal parts.
    """
    ways: list[Way] = []
    for call in calls:
        for grant in call.grants:
            application = repository.get(Application, grant.application)
            if application is None or grant.awarded.cents <= 0:
                continue
            themes = tuple(dict.fromkeys(application.themes)) or ("",)
            parts = equal_shares(grant.awarded.cents, len(themes))
            recipient, kind = _recipient(repository, application)
            ways += [
                Way(call.call, theme, recipient, kind, cents, len(themes))
                for theme, cents in zip(themes, parts, strict=True)
                if cents
            ]
    return picture(
        ways,
        calls={each.call: _title(repository, each) for each in calls},
        themes=_themes(repository, {each.theme for each in ways}),
        recipients={each.recipient: _named(repository, each.recipient) for each in ways},
        day=day,
    )


def picture(
    ways: Sequence[Way],
    *,
    calls: Mapping[str, Any],
    themes: Mapping[str, Any],
    recipients: Mapping[str, Any],
    day: datetime.date,
) -> dict[str, Any] | None:
    """The picture of these ways with the words for their ends, calls and themes in order; None where there are none.

    The kind of a recipient is that of its body, `PERSONS`, or nothing where nobody is known.
    """
    if not ways:
        return None
    notes = []
    if any(each.parts > 1 for each in ways):
        notes.append(text("A project with several themes is divided among them in equal parts."))
    ends = [(each.call, each.theme, each.recipient, each.cents) for each in ways]
    named = recipients
    if sum(len({way[place] for way in ends}) for place in range(3)) > MOST_NODES:
        ends = [(each.call, each.theme, each.kind, each.cents) for each in ways]
        named = {**{kind.value: words for kind, words in BODIES.items()}, **_NOBODY}
        notes.append(
            text(
                "Recipients are summed up by their kind, since more than {n} boxes cannot be read.",
                n=MOST_NODES,
            )
        )
    return {
        "form": "flow",
        "folded": False,
        "title": text("Where the money goes"),
        "description": text(
            "Awards from the calls over the themes to the recipients. The height of a band is the amount; letters "
            "and numbers name the boxes, and the list below them tells their amounts."
        ),
        "notes": notes,
        "as_of": day,
        "source": text("records of the city"),
        **_drawn(ends, calls, themes, named),
    }


def _drawn(
    ways: Sequence[tuple[str, str, str, int]],
    calls: Mapping[str, Any],
    themes: Mapping[str, Any],
    recipients: Mapping[str, Any],
) -> dict[str, Any]:
    """Columns and rows of the picture: ways of the same three ends are one row. The largest recipient comes first."""
    sums: dict[tuple[str, str, str], int] = {}
    received: dict[str, int] = {}
    for call, theme, recipient, cents in ways:
        sums[call, theme, recipient] = sums.get((call, theme, recipient), 0) + cents
        received[recipient] = received.get(recipient, 0) + cents
    ordered = (
        [each for each in calls if any(way[0] == each for way in ways)],
        list(themes),
        sorted(received, key=lambda each: (-received[each], each)),
    )
    at = [{id_: number for number, id_ in enumerate(ids)} for ids in ordered]
    titles = (text("Calls"), text("Themes"), text("Recipients"))
    known = (calls, themes, recipients)
    return {
        "columns": {
            place: {"title": titles[number], "labels": [known[number][id_] for id_ in ordered[number]]}
            for number, place in enumerate(("from", "over", "to"))
        },
        "rows": [
            {"from": at[0][way[0]], "over": at[1][way[1]], "to": at[2][way[2]], "amount": Money(cents)}
            for way, cents in sorted(sums.items(), key=lambda item: [at[n][item[0][n]] for n in range(3)])
        ],
    }


def _title(repository: Snapshot, account: CallAccount) -> str:
    call = repository.get(Call, account.call)
    return call.title if call is not None else account.call


def _themes(repository: Snapshot, ids: set[str]) -> dict[str, Text | str]:
    """Titles of themes, by number; last what has none."""

    def place(id_: str) -> tuple[bool, int, str]:
        theme = repository.get(Theme, id_)
        return (not id_, int(theme.number) if theme is not None else 0, id_)

    return {
        id_: called(repository, id_) if id_ else text("Theme not known") for id_ in sorted(ids, key=place)
    }


def _recipient(repository: Snapshot, application: Application) -> tuple[str, str]:
    """The body that applied, and its kind; private persons are one, whoever has a pseudonym among them."""
    applicant = application.applicant
    if applicant.person or applicant.applicant is ApplicantKind.PRIVATE_PERSON:
        return PERSONS, PERSONS
    body = repository.get(Body, applicant.body) if applicant.body else None
    return ("", "") if body is None else (body.id, body.body.value)


def _named(repository: Snapshot, recipient: str) -> Text | str:
    return _NOBODY[recipient] if recipient in _NOBODY else called(repository, recipient)
