"""A site of very many projects: pages stay small, and twice the projects are twice the work."""

import re

import pytest

from kic.documents.site.page import Page
from kic.documents.site.pages import pages
from kic.documents.site.paging import MOST
from kic.present.site.building import Frame, build
from kic.present.templating import Renderer
from tests.documents.site.many import DAY, site

MOST_BYTES = 100_000
"""Of a page without its pictures."""


def built(shown: list[Page]) -> dict[str, bytes]:
    frame = Frame(
        municipality="Stadt Beispielhausen", office=None, website=None, title="Konzept", records="de", today=DAY,
        menu=(), footer=(), search="suche.html",
    )  # fmt: skip
    with Renderer() as renderer:
        return build(shown, frame, renderer, {})


@pytest.mark.parametrize("projects", [300, pytest.param(1000, marks=pytest.mark.soak)])
def test_every_page_about_very_many_projects_is_small(projects: int) -> None:
    made = [
        each
        for each in pages(site(projects))
        if each.address.startswith(("projekt", "aufruf", "geld", "empfangende"))
    ]
    lists = [each for each in made if each.template != "project"]
    single = [each for each in made if each.template == "project"]
    assert len(single) == projects
    files = built([*lists, *single[::100]])
    sizes = {
        name: len(re.sub(rb"<figure>.*?</figure>", b"", content, flags=re.DOTALL))
        for name, content in files.items()
        if name.endswith(".html")
    }
    assert len(sizes) == 2 * (len(lists) + projects // 100)
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def test_pages_grow_with_the_projects_and_no_faster() -> None:
    """Counted in rows that pages list: each project stands on a fixed number of lists, and each list has pages."""

    def rows(projects: int) -> int:
        listing = ("projects", "call")
        return sum(
            len(each.context["projects"]) for each in pages(site(projects)) if each.template in listing
        )

    few, many = rows(120), rows(240)
    assert few == MOST + 120 + 120, "the newest, those of the year, those of their calls"
    assert many == MOST + 240 + 240
