"""How the text came about: editions and amendments with day, resolution and reason, and a synopsis of each.

Only adopted texts are compared: two editions, or an adopted edition before and after an amendment. What stood in a
draft is not public (`kic.domain.publishing.concept_tables`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kic.core.tagged import tag, untag
from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.page import Page, Row, Site, Versions
from kic.documents.site.paging import Part, parts
from kic.documents.site.parts import edition, resolution_named
from kic.documents.synopsis import Compared, Side, context, sections
from kic.documents.synopsis_rows import Chosen

ROWS = 16
"""Rows of a synopsis on one page; with long texts on both sides that is about half of what a page may weigh."""
_WHOLE, _NO_THEME = "konzept", "ohne-themenfeld"


def pages(site: Site) -> Iterator[Page]:
    """The history; what each edition changed against the one before, theme by theme; and each amendment."""
    amendments = sorted(
        site.rows("amendments"), key=lambda each: (each["date"].earliest, each["id"]), reverse=True
    )
    yield Page(
        address=addresses.REVISIONS,
        template="revisions",
        title=text("Revisions of the concept"),
        description=text("Which editions and amendments there are, when and by which resolution."),
        kind=text("Overview"),
        section=addresses.REVISIONS,
        context={
            "editions": [_edition(site, each) for each in reversed(site.editions)],
            "amendments": [_amendment(site, each) for each in amendments],
            "consultations": [
                _consultation(site, each)
                for each in sorted(
                    site.rows("consultations"),
                    key=lambda each: (each["date"].earliest, each["id"]),
                    reverse=True,
                )
            ],
            "table": addresses.table("amendments"),
            "events": addresses.table("consultations"),
        },
    )
    for row in site.rows("editions"):
        if has_synopsis(site, row):
            yield from _of_edition(site, row)
    for row in amendments:
        yield from _of_amendment(site, row)


def has_synopsis(site: Site, row: Row) -> bool:
    """Whether an edition can be compared with the one before it."""
    return site.row("editions", row["predecessor"]) is not None


def _edition(site: Site, row: Row) -> dict[str, Any]:
    return {
        **edition(site, row),
        "address": site.edition_address(row["id"]),
        "synopsis": addresses.revision(row["id"]) if has_synopsis(site, row) else None,
    }


def _amendment(site: Site, row: Row) -> dict[str, Any]:
    resolution = site.row("resolutions", row["resolution"])
    return {
        **{key: row[key] for key in ("id", "title", "nature", "date", "published", "effective", "reason")},
        "edition": site.title("editions", row["edition"]),
        "resolution": resolution_named(resolution) if resolution else None,
        "address": addresses.revision(row["id"]),
    }


def _address(row: Row, section: Mapping[str, Any]) -> str:
    """The page of a section: a theme's, that of the concept as a whole, or that of what belongs to no theme."""
    whole = any(each["kind"] == "edition" for each in section["rows"])
    return addresses.revision(row["id"], section["theme"] or (_WHOLE if whole else _NO_THEME))


def _consultation(site: Site, row: Row) -> dict[str, Any]:
    keys = (
        "title",
        "form",
        "date",
        "until",
        "place",
        "participants",
        "suppressed",
        "contributions",
        "taken_over",
    )
    return {
        **{key: row[key] for key in keys},
        "edition": site.title("editions", row["edition"]),
        "organiser": site.title("bodies", row["organiser"]),
    }


# -- between editions ------------------------------------------------------------------------------------


def _of_edition(site: Site, row: Row) -> Iterator[Page]:
    pair = (row["predecessor"], row["id"])
    sides = [
        Side(
            state=site.text,
            name=each,
            meaning=text("Old text") if each == pair[0] else text("New text"),
            edition=each,
        )
        for each in pair
    ]
    found = untag(context(Compared(before=sides[0], after=sides[1], editions=pair), site.today))
    before = site.row("editions", pair[0])
    assert before is not None
    shown = [
        (section, part)
        for section in found["sections"]
        for part in parts(section["rows"], _address(row, section), ROWS)
    ]
    about = {
        "edition": {"title": row["title"], "address": site.edition_address(row["id"])},
        "before": {"title": before["title"], "address": site.edition_address(before["id"])},
        "overview": addresses.revision(row["id"]),
    }
    yield Page(
        address=addresses.revision(row["id"]),
        template="synopsis",
        title=text("What changed: {old} and {new}", old=before["title"], new=row["title"]),
        description=text("Old and new text of the concept side by side, theme by theme."),
        kind=text("Synopsis"),
        section=addresses.REVISIONS,
        context={
            **about,
            **{key: found[key] for key in ("kinds", "classes", "adds_up", "unchanged", "editorial")},
            "resolution": _resolution(site, row),
            "sections": [
                {
                    "title": section["title"],
                    "address": _address(row, section),
                    "counts": section["counts"],
                    "shown": section["shown"],
                }
                for section in found["sections"]
            ],
        },
    )
    for at, (section, part) in enumerate(shown):
        yield Page(
            address=part.address,
            template="synopsis-part",
            title=text("Old and new text: {title}", title=section["title"])
            if part.number == 1
            else text("Old and new text: {title} (page {n})", title=section["title"], n=part.number),
            description=text("Old and new text of the concept side by side, theme by theme."),
            section=addresses.REVISIONS,
            context={
                **about,
                "rows": list(part.rows),
                "previous": _step(shown, at - 1),
                "next": _step(shown, at + 1),
            },
        )


def _step(shown: Sequence[tuple[Any, Part]], at: int) -> dict[str, Any] | None:
    if not 0 <= at < len(shown):
        return None
    section, part = shown[at]
    return {"title": section["title"], "address": part.address}


def _resolution(site: Site, row: Row) -> Any:
    found = site.row("resolutions", row["resolution"])
    return resolution_named(found) if found else None


# -- amendments ------------------------------------------------------------------------------------------


def _of_amendment(site: Site, row: Row) -> Iterator[Page]:
    """An amendment on one page; on several where it changed much."""
    elements = _elements(site, row["id"])
    versions = site.versions.get(row["id"])
    rows = _rows(versions, [each["id"] for each in elements]) if versions else []
    for part in parts(rows, addresses.revision(row["id"]), ROWS):
        yield Page(
            address=part.address,
            template="amendment",
            title=row["title"],
            description=row["reason"],
            kind=text("Amendment") if part.number == 1 else None,
            section=addresses.REVISIONS,
            words=(row["reason"],),
            context={
                "it": _amendment(site, row),
                "elements": elements,
                "rows": list(part.rows),
                "untold": [each for each in elements if versions and each["id"] in versions.untold],
                "pages": part.pages,
            },
        )


def _rows(versions: Versions, ids: Sequence[str]) -> list[Any]:
    sides = [
        Side(state=state, name=name, meaning=text("Old text") if name == "before" else text("New text"))
        for name, state in (("before", versions.before), ("after", versions.after))
    ]
    chosen = Chosen(elements=tuple(ids), editorial=True)
    found = sections(Compared(before=sides[0], after=sides[1]), chosen)
    return [row for section in untag(tag(found)) for row in section["rows"]]


def _elements(site: Site, id: str) -> list[dict[str, Any]]:  # noqa: A002
    """The themes, goals and recommendations that an amendment changed."""
    found = []
    for each in site.with_("amended_elements", "amendment", id):
        name = each["element"]
        if row := site.row("recommendations", name):
            found.append(
                {"id": name, "title": row["title"] or name, "address": addresses.recommendation(name)}
            )
        elif row := site.row("goals", name):
            found.append({"id": name, "title": row["title"], "address": addresses.goal(row["theme"], name)})
        elif row := site.row("themes", name):
            found.append({"id": name, "title": row["title"], "address": addresses.theme(name)})
        elif row := site.row("editions", name):
            found.append({"id": name, "title": row["title"], "address": site.edition_address(name)})
    return found
