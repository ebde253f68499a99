"""Two editions of a made-up concept, as their texts: one element for each sort of change, every text replaceable."""

import datetime
from collections.abc import Callable

from kic.core.record import Record
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count, PartialDate
from kic.documents.synopsis import Compared, Side
from kic.domain.concept.edition import Edition, Resolution, ResolutionBody
from kic.domain.concept.recommendation import Progress, Provenance, Recommendation, Status, WordingKind
from kic.domain.concept.structure import Goal, Theme
from kic.domain.participation import Answer, AnswerKind, Contribution, Contributor, ContributorKind
from kic.domain.revisions import AmendedElement, Amendment, Nature
from kic.domain.settings import CommitteeRules, Mandate, Municipality, Settings

Words = Callable[[str], str]
TODAY = datetime.date(2026, 11, 22)
RESOLVED = datetime.date(2022, 3, 21)


def records(t: Words) -> list[Record]:
    """An edition of 2013 and one of 2022, with what explains the changes between them."""
    return [
        Settings(
            id="kic",
            format=Count(1),
            municipality=Municipality(name=t("Musterstadt"), office=t("Stabsstelle Integration")),
            land="RP",
            current_edition="k2",
            committee=CommitteeRules(
                name=t("Begleitausschuss"), mandate=Mandate.RECOMMENDS, recommends_to=t("Stadtrat")
            ),
            invented=True,
        ),
        Edition(
            id="k1",
            title=t("Konzept 2013"),
            drafted=PartialDate(2012, 11),
            adopted=PartialDate(2013, 2, 25),
            published=PartialDate(2013, 3, 15),
            effective=PartialDate(2013, 3, 1),
            superseded=PartialDate(2022, 4, 1),
            vision=t("Alle gehören dazu."),
            invented=True,
        ),
        Edition(
            id="k2",
            title=t("Konzept 2022"),
            drafted=PartialDate(2022, 1, 24),
            adopted=PartialDate(2022, 3, 21),
            published=PartialDate(2022, 7, 4),
            effective=PartialDate(2022, 4, 1),
            resolution="b1",
            predecessor="k1",
            vision=t("Alle gehören dazu, und alle wirken mit."),
            invented=True,
        ),
        Resolution(
            id="b1",
            title=t("Beschluss über das Konzept"),
            body=ResolutionBody.COUNCIL,
            body_name=t("Stadtrat"),
            date=PartialDate(2022, 3, 21),
            number=t("2022/043"),
            invented=True,
        ),
        Theme(id="a1", edition="k1", number=Count(1), title=t("Sprache und Bildung"), invented=True),
        Theme(
            id="t1",
            edition="k2",
            number=Count(1),
            title=t("Sprache"),
            vision=t("Wer Deutsch lernen will, findet einen Platz."),
            goals=(Goal(id="t1-z1", title=t("Kurse für alle"), text=t("Kein Kurs scheitert am Preis.")),),
            invented=True,
        ),
        *(_old(t, *each) for each in OLD),
        *(_new(t, *each) for each in NEW),
        Amendment(
            id="ae-1",
            edition="k2",
            title=t("Begriffe"),
            nature=Nature.RESOLVED,
            date=PartialDate(2022, 3, 21),
            effective=PartialDate(2022, 4, 1),
            resolution="b1",
            mover=Contributor(contributor=ContributorKind.COUNCIL_GROUP, name=t("Fraktion A")),
            reason=t("Der Begriff legt niemanden auf seine Herkunft fest."),
            elements=(AmendedElement(element="he-1", contributions=("c-1",)), AmendedElement(element="he-3")),
            invented=True,
        ),
        Contribution(
            id="c-1",
            edition="k2",
            received=datetime.date(2022, 2, 1),
            contributor=Contributor(contributor=ContributorKind.PERSON, person="p-0007"),
            element="he-1",
            proposal=t("Den Begriff ändern."),
            answers=(
                Answer(
                    date=datetime.date(2022, 3, 1),
                    answer=AnswerKind.IN_PART,
                    reason=t("Nur, wo es keine Statistik ist."),
                    carried_by="k2",
                ),
            ),
            invented=True,
        ),
    ]


OLD = (
    (1, "Personal gewinnen", "Die Stadt wirbt um Menschen mit Migrationshintergrund. Sie berichtet jährlich.", ("he-1",)),
    (2, "Elternabende", "Schulen laden Eltern ein.", ("he-2",)),
    (3, "Elternbriefe", "Schulen schreiben Eltern\n\nin ihrer Sprache.", ("he-2",)),
    (4, "Vereine", "Vereine werden beraten und gefördert.", ("he-3", "he-4")),
    (5, "Bürgerfest", "Die Stadt feiert ein Fest.", ()),
    (6, "Bücherei", "Die Bücherei bleibt.", ("he-6",)),
    (7, 'Kurs "Wohnen"', "Der Kurs - kurz und gut - hilft.", ("he-7",)),
)  # fmt: skip
"""Number, title, text, and what follows."""
NEW = (
    (1, "Personal gewinnen", "Die Stadt wirbt um Menschen mit Migrationsgeschichte. Sie berichtet jährlich.", ("m-1",)),
    (2, "Eltern erreichen", "Schulen laden Eltern in ihrer Sprache ein.", ("m-2", "m-3")),
    (3, "Vereine beraten", "Vereine werden beraten.", ("m-4",)),
    (4, "Vereine fördern", "Wer sich engagiert, erhält eine Starthilfe.", ("m-4",)),
    (5, "Lotsendienst", "Lotsinnen begleiten Neue.", ()),
    (6, "Bücherei", "Die Bücherei bleibt.", ("m-6",)),
    (7, "Kurs „Wohnen“", "Der Kurs – kurz und gut – hilft.", ("m-7",)),
)  # fmt: skip
"""Number, title, text, and what was before."""


def _old(t: Words, number: int, title: str, words: str, successors: tuple[str, ...]) -> Recommendation:
    if not successors:
        last = Progress(date=RESOLVED, status=Status.DROPPED, note=t("Das Fest ruht."))
    else:
        status = Status.SPLIT if len(successors) > 1 else Status.REPLACED
        last = Progress(date=RESOLVED, status=status, note=t("Geht weiter."), successors=successors)
    return Recommendation(
        id=f"m-{number}",
        edition="k1",
        number=Count(number),
        title=t(title),
        text=t(words),
        provenance=Provenance(wording=WordingKind.ADOPTED),
        theme="a1",
        progress=(last,),
        invented=True,
    )


def _new(t: Words, number: int, title: str, words: str, continues: tuple[str, ...]) -> Recommendation:
    return Recommendation(
        id=f"he-{number}",
        edition="k2",
        number=Count(number),
        title=t(title),
        text=t(words),
        provenance=Provenance(wording=WordingKind.ADOPTED),
        theme="t1",
        goals=("t1-z1",),
        continues=continues,
        invented=True,
    )


def compared(state: Snapshot) -> Compared:
    """The two editions of a state that holds the records."""
    sides = [
        Side(state=state, name=id_, meaning=text("the edition {edition}", edition=id_), edition=id_)
        for id_ in ("k1", "k2")
    ]
    return Compared(before=sides[0], after=sides[1], editions=("k1", "k2"))
