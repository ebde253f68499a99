"""The sheet on which a grantee accounts for a grant: what goes out comes back as the same figures."""

import datetime

import pytest

from kic.core.values import Count, Money
from kic.domain.applications import Application, CostItem, FundItem, FundKind
from kic.domain.chapters import KINDS
from kic.domain.reporting import Receipt
from kic.present.language import speak
from kic.present.workbook import Look, Page, Put, workbook
from kic.repository.intake.proof import HEADINGS, export_proof, read_proof
from kic.sheets import read
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import good

ON = datetime.date(2027, 7, 30)


@pytest.fixture(scope="module")
def state():
    return load(Memory({path: text.encode() for path, text in good().items()}), KINDS)


@pytest.fixture(scope="module")
def application(state) -> Application:
    """Honorare 6,000 and Material 1,500; Mitgliedsbeiträge 1,500 of own money, the rest from the city."""
    found = state.get(Application, "2026-1-001")
    assert found is not None
    return found


def page(name: str, fields: tuple[str, ...], *rows: tuple, lang: str = "de") -> Page:
    say = speak(lang).say
    cells = [[Put(say(HEADINGS[each])) for each in fields]]
    return Page(name, cells + [[_put(value) for value in row] for row in rows])


def _put(value: object) -> Put:
    return Put(value, Look.DATE if isinstance(value, datetime.date) else Look.PLAIN)


def book(*pages: Page):
    return read(workbook(pages, title="x", on=ON), "nachweis.xlsx")


COSTS = ("item", "planned", "actual")
FUNDS = ("item", "fund", "planned", "actual")
LIST = ("number", "date", "item", "amount", "reason")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_figures_are_read_in_both_languages(application, lang):
    own = speak(lang).word(FundKind.OWN)
    found = read_proof(
        book(
            page(
                "1",
                COSTS,
                ("Honorare", 6000, 5800),
                ("Material", 1500, 1612),
                ("Plakate", None, 80),
                lang=lang,
            ),
            page("2", FUNDS, ("Mitgliedsbeiträge", own, 1500, 1492), lang=lang),
            page("3", LIST, (7, datetime.date(2027, 3, 12), "honorare", 5800, "Workshop"), lang=lang),
        ),
        application,
    )
    assert found.findings == ()
    assert found.costs == (
        CostItem(item="Honorare", amount=Money(580_000)),
        CostItem(item="Material", amount=Money(161_200)),
        CostItem(item="Plakate", amount=Money(8_000)),
    )
    assert found.financing == (FundItem(item="Mitgliedsbeiträge", fund=FundKind.OWN, amount=Money(149_200)),)
    assert found.receipts == (
        Receipt(
            number=Count(7),
            date=datetime.date(2027, 3, 12),
            item="Honorare",
            amount=Money(580_000),
            reason="Workshop",
        ),
    )


def test_the_sheet_that_goes_out_is_known_when_it_comes_back_empty(state, application):
    sent = export_proof(state, application, speak("de"), on=ON)
    found = read_proof(read(sent, "nachweis.xlsx"), application)
    assert (found.costs, found.financing, found.receipts, found.findings) == ((), (), (), ())
    assert sent == export_proof(state, application, speak("de"), on=ON), "the same bytes each time"


def test_a_list_of_receipts_as_csv(application):
    text = "Beleg-Nr.;Datum;Posten;Betrag;Zweck\n1;12.03.2027;Honorare;1.250,50;Kurs im März\n"
    found = read_proof(read(text.encode(), "belege.csv"), application)
    assert found.costs is None
    assert [(each.number, each.amount, each.reason) for each in found.receipts or ()] == [
        (1, Money(125_050), "Kurs im März")
    ]


def test_rows_of_sums_and_rows_without_an_amount_are_no_items(application):
    found = read_proof(
        book(page("1", COSTS, ("Honorare", 6000, 5800), ("Material", 1500, None), ("Summe", 7500, 5800))),
        application,
    )
    assert [each.item for each in found.costs or ()] == ["Honorare"]
    assert found.findings == ()


WRONG = [
    (page("1", COSTS, ("Honorare", 6000, "ungefähr 5.800")), "C2"),
    (page("1", COSTS, (None, None, 5800)), "A2"),
    (page("2", FUNDS, ("Spende", "Geschenk", None, 100)), "B2"),
    (page("2", FUNDS, ("Spende", None, None, 100)), "B2"),
    (page("3", LIST, ("sieben", datetime.date(2027, 3, 12), "Honorare", 10, None)), "A2"),
    (page("3", LIST, (7, None, "Honorare", 10, None)), "B2"),
    (page("3", LIST, (7, "12.13.2027", "Honorare", 10, None)), "B2"),
]


@pytest.mark.parametrize(("wrong", "cell"), WRONG, ids=[f"{n}-{cell}" for n, (_, cell) in enumerate(WRONG)])
def test_what_cannot_be_read_is_named_with_its_cell(application, wrong, cell):
    found = read_proof(book(wrong), application)
    assert found.broken
    assert cell in str(found.findings[0].message)


def test_a_sheet_without_known_headings_says_nothing(application):
    found = read_proof(read(b"a;b\n1;2\n", "x.csv"), application)
    assert (found.costs, found.financing, found.receipts) == (None, None, None)
