"""Pages of calls, projects and money: every sum is one of rows that it links to, and nothing else is told."""

import datetime
from typing import Any

import msgspec
import pytest

from kic.core.snapshot import Snapshot
from kic.core.tagged import Stated
from kic.core.values import Count, Money, total
from kic.documents.site import addresses, calls, committee, home, indicators, money, projects, recipients
from kic.documents.site.page import Page, Row, Site
from kic.documents.site.paging import MOST, parts
from kic.domain.applications import Application
from kic.domain.calls import Figures
from kic.domain.chapters import KINDS
from kic.domain.publishing.grants import public_grants
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.demo.reading import city
from tests.gallery.cases import HERE, tree

DAY = datetime.date(2026, 11, 22)
A1 = "applications/2025-2/2025-2-001.yaml"
HE_01 = "concept/recommendations/he-01.yaml"
BUILDERS = (calls.pages, projects.pages, recipients.pages, money.pages, indicators.pages, committee.pages)


def changed(*edits: tuple[str, str, str]) -> Site:
    """A small repository with one settled grant of 6,000 euros to he-01, after some edits."""
    files = {**tree(HERE / "_good"), **tree(HERE / "_accounted")}
    for path, old, new in edits:
        text = files[path].decode() if path in files else ""
        assert old in text, (path, old)
        files[path] = (text.replace(old, new, 1) if old else text + new).encode()
    kept = {path: each for path, each in files.items() if "2026-1" not in path}
    return Site(load(Memory(kept), KINDS), DAY)


@pytest.fixture
def demo() -> Site:
    return Site(city(), DAY)


def at(site: Site, address: str) -> dict[str, Any]:
    """The context of the page at an address."""
    (page,) = [each for build in BUILDERS for each in build(site) if each.address == address]
    return page.context


def every(site: Site) -> list[Page]:
    return [each for build in BUILDERS for each in build(site)]


# -- sums ------------------------------------------------------------------------------------------------


def test_the_demo_city_s_money_adds_up_on_every_page(demo: Site) -> None:
    grants = demo.rows("grants")
    for measure in ("awarded", "paid"):
        whole = total(each[measure] for each in grants)
        overview = at(demo, addresses.MONEY)
        *lines, last = overview["sum"]
        assert last[measure] == whole == overview["whole"][measure]
        assert total(each[measure] for each in lines) == whole
        assert total(each[measure] for each in overview["themes"]) == whole
        assert total(each[measure] for each in overview["years"] if each[measure]) == whole
        assert at(demo, addresses.PROJECTS)["whole"][measure] == whole


def test_a_sum_of_a_recommendation_is_that_of_the_rows_it_leads_to(demo: Site) -> None:
    listed = at(demo, addresses.MONEY)
    rows = [*listed["themes"], *listed["recommendations"]]
    assert len(rows) > 12
    for row in rows:
        page = at(demo, row["address"])
        for measure in ("awarded", "paid"):
            assert row[measure] == page[measure] == total(each[measure] for each in page["rows"])
        assert row["projects"] == len({each["address"] for each in page["rows"]})


def test_money_goes_on_to_what_took_the_place_of_a_recommendation() -> None:
    text = (HERE / "_good" / HE_01).read_text("utf-8")
    replaced = "progress:\n  - date: 2025-10-01\n    status: replaced\n    note: Neu gefasst.\n    successors: [he-02, he-03]\n"
    site = changed((HE_01, text[text.index("progress:") :], replaced.replace("replaced", "split")))
    assert [each["id"] for each in at(site, addresses.MONEY)["recommendations"]] == ["he-02", "he-03"]
    (row,) = at(site, addresses.money_of_recommendation("he-03"))["rows"]
    assert (row["parts"], row["awarded"], row["paid"]) == (2, Money(300_000), Money(300_000))
    assert [each["address"] for each in row["way"]] == [addresses.recommendation("he-01")]


def test_money_does_not_travel_to_a_draft_of_the_next_edition() -> None:
    """Nobody may see the draft; until it is adopted the money stays where it is."""
    edition = "kind: edition\nid: k2030\ntitle: Entwurf\ndrafted: 2026-10\n"
    successor = """\
kind: recommendation
id: neu-01
edition: k2030
number: 1
title: Geheim
continues: [he-01]
provenance: {wording: unknown, source: Entwurf}
"""
    draft = (
        ("concept/editions/k2030/concept.yaml", "", edition),
        ("concept/editions/k2030/recommendations/neu-01.yaml", "", successor),
    )
    site = changed(*draft)
    assert [each["id"] for each in at(site, addresses.MONEY)["recommendations"]] == ["he-01"]
    assert not any("neu-01" in each.address for each in every(site))
    path, _old, text = draft[0]
    adopted = changed((path, "", text + "adopted: 2026-11-02\n"), draft[1])
    assert [each["id"] for each in at(adopted, addresses.MONEY)["recommendations"]] == ["neu-01"]


def test_a_way_over_a_draft_is_not_told_and_the_sum_says_so() -> None:
    """The application names a recommendation of a draft, which was replaced by a public one."""
    draft = """\
kind: recommendation
id: neu-01
edition: k2030
number: 1
title: Geheim
provenance: {wording: unknown, source: Entwurf}
progress:
  - {date: 2026-01-01, status: replaced, note: Neu gefasst., successors: [he-02]}
"""
    site = changed(
        (
            "concept/editions/k2030/concept.yaml",
            "",
            "kind: edition\nid: k2030\ntitle: Entwurf\ndrafted: 2026-10\n",
        ),
        ("concept/editions/k2030/recommendations/neu-01.yaml", "", draft),
        (A1, "[he-01]", "[neu-01]"),
    )
    context = at(site, addresses.MONEY)
    assert context["recommendations"] == []
    assert "neu-01" not in str([each.context for each in every(site)])
    *_lines, hidden, whole = context["sum"]
    assert str(hidden["what"]) == "for which no recommendation is told"
    assert hidden["awarded"] == whole["awarded"] == Money(600_000)


def test_a_part_for_a_recommendation_of_a_draft_is_a_line_of_its_own() -> None:
    draft = "kind: recommendation\nid: neu-01\nedition: k2030\nnumber: 1\ntitle: Geheim\nprovenance: {wording: unknown, source: Entwurf}\n"
    edition = "kind: edition\nid: k2030\ntitle: Entwurf\ndrafted: 2026-10\n"
    site = changed(
        ("concept/editions/k2030/concept.yaml", "", edition),
        ("concept/editions/k2030/recommendations/neu-01.yaml", "", draft),
        (A1, "[he-01]", "[he-01, neu-01]"),
    )
    lines = [(str(each["what"]), each["awarded"]) for each in at(site, addresses.MONEY)["sum"]]
    assert lines == [
        ("traced to recommendations", Money(300_000)),
        ("for recommendations that are not public", Money(300_000)),
        ("all grants", Money(600_000)),
    ]


def test_what_names_no_recommendation_and_what_got_nothing_is_told() -> None:
    context = at(changed((A1, "recommendations: [he-01]\n", "")), addresses.MONEY)
    assert [each["address"] for each in context["without_recommendation"]] == [
        addresses.project("2025-2-001")
    ]
    assert [str(each["what"]) for each in context["sum"]] == [
        "for which no recommendation is told",
        "all grants",
    ]
    assert addresses.recommendation("he-01") in [each["address"] for each in context["without_money"]]
    context = at(changed(), addresses.MONEY)
    assert context["without_recommendation"] == []
    assert addresses.recommendation("he-01") not in [each["address"] for each in context["without_money"]]


# -- projects --------------------------------------------------------------------------------------------


def test_a_private_person_s_project_tells_nothing_but_sums_and_days(demo: Site) -> None:
    (grant,) = [each for each in demo.rows("grants") if each["individual"]]
    page = at(demo, addresses.project(grant["id"]))
    assert (str(page["recipient"]), page["person"]) == ("Private person", f"person-{grant['id']}")
    assert [page[each] for each in ("summary", "recommendations", "goals", "money", "other")] == [
        None,
        [],
        [],
        [],
        [],
    ]
    assert [page["facts"][each] for each in ("start", "end", "requested")] == [None, None, None]
    assert page["facts"]["awarded"] == grant["awarded"]


class TwoPersons(Site):
    """The demo city with one more project of a private person."""

    def rows(self, name: str) -> tuple[Row, ...]:
        found = super().rows(name)
        if name != "grants":
            return found
        return (*found, *({**each, "id": "2025-2-099"} for each in found if each["individual"]))


def test_projects_of_private_persons_do_not_lead_to_one_another() -> None:
    site = TwoPersons(city(), DAY)
    persons = [each["id"] for each in site.rows("grants") if each["individual"]]
    assert [at(site, addresses.project(each))["other"] for each in persons] == [[], []]


def test_organisations_and_private_persons_together_got_all_grants(demo: Site) -> None:
    page = at(demo, addresses.RECIPIENTS)
    for measure in ("projects", "awarded", "paid"):
        rows = [*page["rows"], page["persons"]]
        whole = (
            sum(each[measure] for each in rows)
            if measure == "projects"
            else total(each[measure] for each in rows)
        )
        assert whole == page["whole"][measure]
    for row in page["rows"]:
        own = at(demo, row["address"])
        assert row["awarded"] == own["whole"]["awarded"] == total(each["awarded"] for each in own["projects"])


def test_every_project_is_listed_once_and_on_the_page_of_its_year(demo: Site) -> None:
    everywhere = at(demo, addresses.PROJECTS)
    listed = [each["address"] for each in everywhere["projects"]]
    assert sorted(listed) == sorted(addresses.project(each["id"]) for each in demo.rows("grants"))
    of_years = [
        each["address"] for year in everywhere["years"] for each in at(demo, year["address"])["projects"]
    ]
    assert sorted(of_years) == sorted(listed)


def test_a_full_page_of_a_list_keeps_its_address_and_its_rows() -> None:
    def shown(rows: int) -> list[tuple[str, list[int]]]:
        return [(part.address, list(part.rows)) for part in parts(list(range(rows)), "projekte/2026.html")]

    assert shown(0) == [("projekte/2026.html", [])]
    assert [each for each, _rows in shown(2 * MOST + 1)] == [
        "projekte/2026.html", "projekte/2026/2.html", "projekte/2026/3.html",
    ]  # fmt: skip
    for more in (MOST, MOST + 1, 5 * MOST):
        assert shown(MOST)[0] == shown(more)[0]


# -- calls, indicators, committee ------------------------------------------------------------------------


def test_a_call_tells_what_was_announced_and_its_result_once_it_is_decided(demo: Site) -> None:
    decided, closed = at(demo, addresses.call("2025-1")), at(demo, addresses.call("2026-1"))
    assert str(decided["announced"]["announced"]) == "2025-01-31"
    assert (decided["applications"], decided["funded"]) == (10, 6)
    assert decided["awarded"] == total(each["awarded"] for each in decided["projects"])
    assert [each["address"] for each in decided["remainders"]] == [addresses.call("2025-2")]
    assert [closed[each] for each in ("applications", "requested", "funded", "committed", "awarded")] == [
        None
    ] * 5


@pytest.mark.parametrize(("secret", "told"), [(0, True), (1, False), (2, False), (3, True)])
def test_a_sum_never_shows_what_one_or_two_have_asked_for(demo: Site, secret: int, told: bool) -> None:
    """The requests that are not public on their own are what is left of the sum."""
    given = public_grants(demo.repository, demo.today)
    known = {id_ for id_, grant in given.items() if grant.requested is not None}
    hidden = [
        each.id for each in demo.repository.all(Application) if each.call == "2025-2" and each.id not in known
    ]
    kept = {each.path: each for each in demo.repository if each.id not in hidden[secret:]}
    path = "applications/2025-2/call.yaml"
    for figures in (None, Figures(applications=Count(5 + secret), requested=Money(1))):
        bare = msgspec.structs.replace(kept[path].record, figures=figures)
        kept[path] = msgspec.structs.replace(kept[path], record=bare)
        assert asked(Site(Snapshot(kept), demo.today)) == (5 + secret, told, not told)


@pytest.mark.parametrize(("secret", "told"), [(0, True), (1, False), (2, False), (3, True)])
def test_a_sum_is_not_told_before_the_notices_that_would_show_it_with_them(
    demo: Site, secret: int, told: bool
) -> None:
    """On the day after the decision no request is public; whoever keeps that page subtracts those that come."""
    given = public_grants(demo.repository, demo.today)
    known = {id_ for id_, grant in given.items() if grant.requested is not None}
    hidden = [
        each.id for each in demo.repository.all(Application) if each.call == "2025-1" and each.id not in known
    ]
    entries = {each.path: each for each in demo.repository if each.id not in hidden[secret:]}
    path = "applications/2025-1/call.yaml"
    bare = msgspec.structs.replace(entries[path].record, figures=None)
    kept = Snapshot({**entries, path: msgspec.structs.replace(entries[path], record=bare)})
    early = datetime.date(2025, 4, 11)
    assert not any(grant.call == "2025-1" for grant in public_grants(kept, early).values())
    call = Site(kept, early).row("calls", "2025-1")
    assert call is not None
    assert (call["applications"], call["requested"] is not None) == (6 + secret, told)


def asked(few: Site) -> tuple[int, bool, bool]:
    """Of the call: how many applied, whether the sum is told, whether it is suppressed."""
    call = few.row("calls", "2025-2")
    assert call is not None
    assert at(few, addresses.call("2025-2"))["suppressed"] is call["requested_suppressed"]
    return call["applications"], call["requested"] is not None, call["requested_suppressed"]


def test_an_old_call_tells_its_figures_as_far_as_they_are_known() -> None:
    """No single project is recorded: no zeros, and no recommendation is called one without money."""
    call = """\
kind: call
id: 2016-1
title: Ausschreibung 2016
year: 2016
number: 1
state: decided
money: {amount: 50000.00}
figures: {applications: 13, requested: 126000.00}
gaps:
  - {field: figures.requested, state: approximate}
  - {field: figures.committed, state: unknown}
"""
    edition = tree(HERE / "_good")["concept/concept.yaml"].decode()
    files = {"kic.yaml": tree(HERE / "_good")["kic.yaml"], "concept/concept.yaml": edition.encode()}
    site = Site(load(Memory({**files, "applications/2016-1/call.yaml": call.encode()}), KINDS), DAY)
    page = at(site, addresses.call("2016-1"))
    assert page["requested"] == Stated(Money(12_600_000), "approximate")
    assert (page["applications"], page["committed"], page["projects"]) == (13, None, [])
    (year,) = [each for each in at(site, addresses.MONEY)["years"] if each["number"] == 2016]
    assert [year[each] for each in ("awarded", "paid", "projects", "undecided")] == [None, None, None, False]
    assert at(site, addresses.MONEY)["whole"] is None


def test_a_small_group_is_words_in_the_table_and_no_dot_in_the_picture() -> None:
    indicator = """\
kind: indicator
id: i-x
title: X
unit: Personen
definition: Y
values:
  - {date: 2023, value: 12, source: Amt}
  - {date: 2024, value: 3, source: Amt}
  - {date: 2025, value: 20, source: Amt}
"""
    page = at(changed(("concept/indicators/i-x.yaml", "", indicator)), addresses.indicator("i-x"))
    assert page["suppressed"]
    assert [str(each["value"]) for each in page["values"]] == ["12", "fewer than 5", "20"]
    assert [str(each["value"]) for each in page["charts"][page["picture"]]["rows"]] == ["12", "20"]


def test_the_first_page_names_the_newest_reports(demo: Site) -> None:
    (page,) = home.pages(demo)
    days = sorted((each["date"] for each in demo.rows("progress")), reverse=True)
    assert [each["date"] for each in page.context["latest"]] == days[: home.LATEST]


def test_a_public_title_that_goes_on_from_a_refused_one_is_told(demo: Site) -> None:
    """`Samstagsschule` got nothing, `Samstagsschule, neuer Beginn` did; nothing of the first one is public."""
    titles = [each["title"] for each in demo.rows("agenda_items")]
    [again] = [each for each in titles if "Samstagsschule" in each]
    assert again.endswith("neuer Beginn im September")


def test_the_committee_is_numbers_and_public_items(demo: Site) -> None:
    page = at(demo, addresses.COMMITTEE)
    assert page["filled"] == sum(each["seats"] for each in page["composition"]) == 25
    agendas = [at(demo, each["address"])["agenda"] for each in page["meetings"]]
    assert sum(map(len, agendas)) == len(demo.rows("agenda_items"))


def test_every_page_has_an_address_of_its_own_and_says_something(demo: Site) -> None:
    pages = every(demo)
    assert len({each.address for each in pages}) == len(pages)
    assert all(str(each.title) and str(each.description) for each in pages)
