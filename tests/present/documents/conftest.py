"""A small made-up city in memory, every text of which can be replaced; the proposal for its one call."""

import datetime
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from kic.core.place import START
from kic.core.record import Entry, Record, kind_of
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share
from kic.documents import allocation_paper, implementation_report
from kic.domain.applications import Applicant, Application, CostItem, FundItem, FundKind, Period
from kic.domain.calls import ApplicantKind, Call, CallMoney, CallState, Caps, Criterion, Floors, Scale, Terms
from kic.domain.concept.edition import Counts, Edition, Horizon, Resolution, ResolutionBody
from kic.domain.concept.indicator import Indicator, Target, Value
from kic.domain.concept.recommendation import (
    Event,
    EventKind,
    Light,
    Progress,
    Provenance,
    Recommendation,
    Review,
    ReviewResult,
    Status,
    WordingKind,
)
from kic.domain.concept.structure import Body, BodyKind, Goal, Theme
from kic.domain.knowledge import Gap, GapState, Source
from kic.domain.scoring import Marks, ScoreSheet
from kic.domain.settings import CommitteeRules, Mandate, Municipality, Reporting, Settings

TODAY = datetime.date(2026, 11, 22)


def day(spelling: str) -> datetime.date:
    return datetime.date.fromisoformat(spelling)


def snapshot(*records: Record) -> Snapshot:
    entries = {
        f"{kind_of(type(each))}/{each.id}.yaml": Entry(
            path=f"{kind_of(type(each))}/{each.id}.yaml",
            source=b"",
            kind=kind_of(type(each)),
            id=each.id,
            record=each,
            locate=lambda _field, _aim: START,
        )
        for each in records
    }
    return Snapshot(entries, label="a1b2c3d")


def concept(t: Callable[[str], str]) -> list[Record]:
    """Two themes (one known only by its title), five recommendations in different states."""
    ended = Progress(date=day("2024-03-01"), status=Status.IMPLEMENTED, evidence=(t("Ratsvorlage 12/2024"),))
    return [
        Settings(
            id="kic",
            format=Count(1),
            municipality=Municipality(name=t("Musterstadt"), office=t("Stabsstelle Integration")),
            land="RP",
            current_edition="konzept-2022",
            committee=CommitteeRules(
                name=t("Begleitausschuss"), mandate=Mandate.RECOMMENDS, recommends_to=t("Stadtrat")
            ),
            reporting=Reporting(update_after_months=Count(12), last_report=day("2025-11-30")),
            invented=True,
        ),
        Edition(
            id="konzept-2022",
            title=t("Integrationskonzept 2022"),
            adopted=PartialDate(2022, 2, 14),
            resolution="beschluss-2022",
            horizon=Horizon(years=Count(10), until=Count(2032)),
            counts=Counts(themes=Count(2), recommendations=Count(6)),
            gaps=(Gap(field="adopted", state=GapState.DERIVED, note=t("aus dem Wochentag")),),
            sources=(
                Source(title=t("Pressemitteilung"), date=PartialDate(2022, 2, 15), reference=t("Seite 1")),
            ),
            invented=True,
        ),
        Resolution(
            id="beschluss-2022",
            title=t("Beschluss über das Konzept"),
            body=ResolutionBody.COUNCIL,
            date=PartialDate(2022, 2, 14),
            invented=True,
        ),
        Body(id="vhs", name=t("Volkshochschule"), body=BodyKind.INSTITUTION, invented=True),
        Body(id="amt", name=t("Jugendamt"), body=BodyKind.DEPARTMENT, invented=True),
        Theme(
            id="t1",
            edition="konzept-2022",
            number=Count(1),
            title=t("Bildung und Arbeit"),
            vision=t("Alle finden ihren Weg.\n\nDie Stadt lernt mit."),
            goals=(
                Goal(id="t1-z1", title=t("Übergänge begleiten"), text=t("Von der Schule in den Beruf.")),
                Goal(id="t1-z2", title=t("Abschlüsse anerkennen")),
            ),
            invented=True,
        ),
        Theme(
            id="t2",
            edition="konzept-2022",
            number=Count(2),
            title=t("Gesundheit und Prävention"),
            added=PartialDate(2023),
            gaps=(
                Gap(field="vision", state=GapState.UNKNOWN, note=t("Text liegt nicht vor.")),
                Gap(field="goals", state=GapState.UNKNOWN),
            ),
            invented=True,
        ),
        recommendation(t, 1, t("Lernpatenschaften aufbauen"), (ended,)),
        recommendation(
            t,
            2,
            t("Beratung bündeln"),
            (
                Progress(date=day("2025-05-01"), status=Status.PLANNED, light=Light.GREEN),
                Progress(
                    date=day("2026-06-15"),
                    status=Status.IN_PROGRESS,
                    light=Light.YELLOW,
                    note=t("Die Stelle ist noch nicht besetzt."),
                    evidence=("https://example.org/vorlage?a=1&b=2",),
                    reported_by="amt",
                ),
                Progress(date=day("2027-01-10"), status=Status.IMPLEMENTED, note=t("noch nicht geschehen")),
            ),
        ),
        recommendation(
            t,
            3,
            t("Praktika vermitteln"),
            (
                Progress(
                    date=day("2025-02-01"), status=Status.ONGOING, light=Light.RED, note=t("Mittel fehlen.")
                ),
            ),
        ),
        Recommendation(
            id="he-04",
            edition="konzept-2022",
            number=Count(4),
            provenance=Provenance(wording=WordingKind.UNKNOWN),
            theme="t2",
            gaps=(
                Gap(field="title", state=GapState.UNKNOWN),
                Gap(field="text", state=GapState.UNKNOWN, note=t("Nur die Zahl ist bekannt.")),
                Gap(field="responsible", state=GapState.UNKNOWN),
            ),
        ),
        Recommendation(
            id="he-05",
            edition="konzept-2022",
            number=Count(5),
            title=t("Treffpunkte schaffen"),
            text=t("Mehr Stadtteilbüros."),
            provenance=Provenance(wording=WordingKind.REPORTED, source=t("Bericht im Rundfunk")),
            progress=(
                Progress(
                    date=day("2026-09-01"), status=Status.REPLACED, successors=("he-02",), note=t("geht auf")
                ),
            ),
            gaps=(Gap(field="theme", state=GapState.UNKNOWN),),
            invented=True,
        ),
        Event(
            id="gesetz",
            title=t("Neues Gesetz"),
            event=EventKind.LAW,
            date=PartialDate(2026, 3),
            affects=("he-02", "he-03"),
            reviews=(
                Review(
                    date=day("2026-04-01"),
                    recommendation="he-03",
                    result=ReviewResult.ADJUST,
                    note=t("Zuschnitt ändern"),
                ),
            ),
            invented=True,
        ),
        Indicator(
            id="abschluesse",
            title=t("Anerkannte Abschlüsse"),
            unit=t("Fälle"),
            definition=t("Anerkennungen je Jahr."),
            context_for=("t1",),
            values=(
                Value(
                    date=PartialDate(2024), value=Number("1234.5"), source=t("Statistik"), note=t("vorläufig")
                ),
            ),
            targets=(Target(date=PartialDate(2030), value=Number("1500")),),
            invented=True,
        ),
    ]


def recommendation(
    t: Callable[[str], str], number: int, title: str, progress: tuple[Progress, ...]
) -> Record:
    return Recommendation(
        id=f"he-0{number}",
        edition="konzept-2022",
        number=Count(number),
        title=title,
        text=t("Die Stadt richtet dafür eine Stelle ein.\nSie berichtet jährlich."),
        provenance=Provenance(wording=WordingKind.ADOPTED, page=Count(number)),
        theme="t1",
        goals=("t1-z1",),
        responsible=("amt", "vhs"),
        progress=progress,
        invented=True,
    )


def call(t: Callable[[str], str]) -> Call:
    return Call(
        id="2026-1",
        title=t("Förderaufruf 2026"),
        year=Count(2026),
        number=Count(1),
        state=CallState.CLOSED,
        closes=Moment.parse("2026-03-31T23:59"),
        money=CallMoney(amount=Money(2_000_000)),
        themes=("t1", "t2"),
        terms=Terms(
            frozen=day("2026-02-01"),
            max_rate=Share("80%"),
            caps=Caps(applicant=Money(900_000), themes={"t1": Money(1_500_000)}),
            floors=Floors(themes={"t2": Money(100_000)}),
            reserve=Money(100_000),
            grid=Money(10_000),
            threshold=Number("60"),
            scale=Scale(min=Number("0"), max=Number("100"), step=Number("5")),
            criteria=(
                Criterion(id="wirkung", title=t("Wirkung"), question=t("Wem nützt es?"), weight=Number("2")),
            ),
            lot="2026-1",
        ),
        invented=True,
    )


def application(t: Callable[[str], str], number: int, title: str, requested: int) -> Application:
    private = number == 4
    return Application(
        id=f"2026-1-00{number}",
        call="2026-1",
        number=Count(number),
        title=t(title),
        summary=t("Begegnung im Stadtteil."),
        applicant=Applicant(
            applicant=ApplicantKind.PRIVATE_PERSON if private else ApplicantKind.ASSOCIATION,
            body=None if private else "vhs",
            person="p-0007" if private else None,
        ),
        themes=("t1",),
        period=Period(start=day("2026-05-01"), end=day("2026-12-31")),
        received=Moment.parse("2026-03-01T10:00"),
        costs=(CostItem(item=t("Honorare"), amount=Money(requested)),),
        financing=(FundItem(item=t("Förderung"), fund=FundKind.REQUESTED, amount=Money(requested)),),
        requested=Money(requested),
        invented=True,
    )


APPLICATIONS = (
    ("Sprachcafé", 900_000),
    ("Nähtreff", 1_000_000),
    ("Musik & Tanz", 600_000),
    ("Lesepaten", 50_000),
)

PROPOSAL = {
    "rule": "ranked",
    "settings": {},
    "budget": "20000.00",
    "reserve": "1000.00",
    "fixed": "0.00",
    "awarded": "18900.00",
    "unallocated": "100.00",
    "awards": {"2026-1-001": "9000.00", "2026-1-002": "9900.00"},
    "order": ["2026-1-001", "2026-1-002"],
    "ranking": ["2026-1-001", "2026-1-002", "2026-1-003"],
    "waiting_list": ["2026-1-003"],
    "ties": [
        {
            "ids": ["2026-1-002", "2026-1-003"],
            "variants": [
                {"2026-1-002": "9900.00", "2026-1-003": "0.00"},
                {"2026-1-002": "0.00", "2026-1-003": "6000.00"},
            ],
        }
    ],
    "warnings": [{"code": "order-flips", "ids": ["2026-1-002", "2026-1-003"]}],
    "applications": {
        "2026-1-001": {
            "rank": 1, "score": {"exact": "90", "decimal": "90.00"}, "marks": 3, "abstentions": 0,
            "requested": "9000.00", "admissible": "9000.00", "reductions": [], "award": "9000.00",
            "outcome": "funded", "cause": "rank",
            "funded_budgets": [["10000.00", None]],
        },
        "2026-1-002": {
            "rank": 2, "score": {"exact": "165/2", "decimal": "82.50"}, "marks": 3, "abstentions": 1,
            "requested": "10000.00", "admissible": "10000.00",
            "reductions": [{"by": "rate", "from": "10000.00", "to": "9900.00"}], "award": "9900.00",
            "outcome": "partial", "cause": "rank",
            "funded_budgets": [["19900.00", None]],
        },
        "2026-1-003": {
            "rank": 3, "score": {"exact": "165/2", "decimal": "82.50"}, "marks": 3, "abstentions": 0,
            "requested": "6000.00", "admissible": "6000.00", "reductions": [], "award": "0.00",
            "outcome": "unfunded", "cause": "budget", "short_by": "5900.00",
            "funded_budgets": [["7000.00", "9999.99"], ["16000.00", "19899.99"], ["25900.00", None]],
        },
        "2026-1-004": {
            "rank": None, "score": {"exact": "50", "decimal": "50.00"}, "marks": 3, "abstentions": 0,
            "requested": "500.00", "admissible": "500.00", "reductions": [], "award": "0.00",
            "outcome": "ineligible", "cause": "threshold",
        },
    },
}  # fmt: skip


def records(t: Callable[[str], str]) -> list[Record]:
    """The concept, the call and its applications."""
    made = [application(t, number, *each) for number, each in enumerate(APPLICATIONS, 1)]
    return [*concept(t), call(t), *made, *sheets()]


def sheets() -> list[Record]:
    """Two seats; their means are 90, 82.5, 82.5 and 50."""
    marks = {"s-01": ("95", "80", "85", "50"), "s-02": ("85", "85", "80", "50")}
    return [
        ScoreSheet(
            id=f"2026-1-{seat}",
            call="2026-1",
            seat=seat,
            received=day("2026-04-10"),
            marks={f"2026-1-00{i}": Marks(Number(mark)) for i, mark in enumerate(given, 1)},
            invented=True,
        )
        for seat, given in marks.items()
    ]


def contexts(t: Callable[[str], str] = lambda text: text) -> dict[str, dict]:
    """Both documents' contexts, every free text of every record passed through `t`."""
    shown = call(t)
    city = snapshot(*records(t))
    said = {
        "2026-1-003": (text("{amount} are missing for {title}.", amount=Money(590_000), title=t("Musik")),)
    }
    return {
        "implementation-report": implementation_report.context(city, TODAY),
        "allocation-paper": allocation_paper.context(city, TODAY, shown, PROPOSAL, said),
    }


@pytest.fixture(scope="session")
def city():
    return SimpleNamespace(
        contexts=contexts,
        records=records,
        concept=concept,
        snapshot=snapshot,
        call=call,
        proposal=PROPOSAL,
        today=TODAY,
    )
