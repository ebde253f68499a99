"""The concept as public tables: editions, themes, goals, recommendations, progress, indicators, and who takes part.

The concept is published by the city itself (announcement of 15.02.2022), its progress in yearly reports to the council
(DOMAIN, section 4.2). A draft that nobody has adopted is not public, nor is anything that stands in it.
"""

from collections.abc import Iterable
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.edition import Edition, Resolution, ResolutionBody
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import Event, EventKind, Light, Recommendation, Status, WordingKind
from kic.domain.concept.structure import Theme
from kic.domain.knowledge import Documented
from kic.domain.publishing import Column, Sort, Table
from kic.domain.revisions import Amendment, Nature
from kic.domain.revisions.rendition import Rendition, RenditionKind

ID = Column("id", Sort.ID, needed=True)
UNKNOWN = Column("not_fully_known", title=text("Fields not fully known"))


def unknown(record: Documented, columns: Iterable[Column]) -> str | None:
    """The public fields that are unknown or not exact, with the state: what is not known is seen in the data."""
    keys = {each.key for each in columns}
    told = [
        f"{each.field}: {each.state.value}"
        for each in record.gaps
        if each.field.partition(".")[0].partition("[")[0] in keys
    ]
    return "; ".join(told) or None


def joined(ids: Iterable[str]) -> str | None:
    """Ids in one cell, with blanks between them."""
    return " ".join(ids) or None


class Concept:
    """The records of the editions that are public."""

    def __init__(self, repository: Snapshot) -> None:
        self.repository = repository
        self.editions = tuple(each for each in repository.all(Edition) if not each.is_draft)
        known = {each.id for each in self.editions}
        self.themes = tuple(each for each in repository.all(Theme) if each.edition in known)
        self.recommendations = tuple(each for each in repository.all(Recommendation) if each.edition in known)
        self.amendments = tuple(each for each in repository.all(Amendment) if each.edition in known)
        self.elements = {
            *known,
            *(each.id for each in self.themes),
            *(goal.id for each in self.themes for goal in each.goals),
            *(each.id for each in self.recommendations),
        }

    def bodies(self) -> set[str]:
        """The bodies that the concept itself names as responsible or reporting."""
        found: set[str] = set()
        for each in self.recommendations:
            found.update(each.responsible)
            found.update(entry.reported_by for entry in each.progress if entry.reported_by is not None)
        return found

    def tables(self) -> tuple[Table, ...]:
        """All of them, in the order of the concept."""
        return (
            self._editions(),
            self._themes(),
            self._goals(),
            self._recommendations(),
            self._responsible(),
            self._goals_of(),
            self._progress(),
            self._successions(),
            *self._indicators(),
            self._resolutions(),
            self._amendments(),
            self._amended(),
            self._events(),
            self._renditions(),
        )

    def _editions(self) -> Table:
        columns = (
            ID,
            Column("title", needed=True),
            Column("summary"),
            Column("vision"),
            Column("drafted", Sort.PARTIAL),
            Column("adopted", Sort.PARTIAL),
            Column("published", Sort.PARTIAL),
            Column("effective", Sort.PARTIAL),
            Column("superseded", Sort.PARTIAL),
            Column("resolution", Sort.ID, refers="resolutions"),
            Column("predecessor", Sort.ID, refers="editions"),
            Column("stated_themes", Sort.WHOLE, title=text("Themes, as it says itself")),
            Column("stated_recommendations", Sort.WHOLE, title=text("Recommendations, as it says itself")),
            UNKNOWN,
        )
        return Table(
            name="editions",
            title=text("Editions of the concept"),
            why=text("Editions that were adopted. A draft becomes public with its adoption."),
            columns=columns,
            key=("id",),
            rows=rows(
                self.editions,
                columns,
                stated_themes=lambda each: each.counts.themes,
                stated_recommendations=lambda each: each.counts.recommendations,
            ),
        )

    def _themes(self) -> Table:
        columns = (
            ID,
            Column("edition", Sort.ID, refers="editions", needed=True),
            Column("number", Sort.WHOLE, needed=True),
            Column("title", needed=True),
            Column("vision"),
            Column("continues", title=text("Continues")),
            Column("added", Sort.PARTIAL),
            UNKNOWN,
        )
        return Table(
            name="themes",
            title=text("Themes"),
            why=text("The themes of these editions with their vision, as the concept says them."),
            columns=columns,
            key=("id",),
            rows=rows(self.themes, columns, continues=lambda each: joined(each.continues)),
        )

    def _goals(self) -> Table:
        return Table(
            name="goals",
            title=text("Goals"),
            why=text("The strategic goals of the themes, as the concept says them."),
            columns=(
                ID,
                Column("theme", Sort.ID, refers="themes", needed=True),
                Column("title", needed=True),
                Column("text"),
                Column("continues", title=text("Continues")),
            ),
            key=("id",),
            rows=tuple(
                (goal.id, theme.id, goal.title, goal.text, joined(goal.continues))
                for theme in self.themes
                for goal in theme.goals
            ),
        )

    def _recommendations(self) -> Table:
        columns = (
            ID,
            Column("edition", Sort.ID, refers="editions", needed=True),
            Column("number", Sort.WHOLE),
            Column("title"),
            Column("text"),
            Column("wording", Sort.CODE, title=text("Origin of the wording"), codes=WordingKind, needed=True),
            Column("theme", Sort.ID, refers="themes"),
            Column("status", Sort.CODE, codes=Status),
            Column("light", Sort.CODE, codes=Light),
            Column("reported", Sort.DATE, title=text("Last report")),
            UNKNOWN,
        )
        latest = {each.id: each.latest for each in self.recommendations}
        return Table(
            name="recommendations",
            title=text("Recommendations"),
            why=text(
                "The recommendations of these editions with the last state that was reported to the council."
            ),
            columns=columns,
            key=("id",),
            rows=rows(
                self.recommendations,
                columns,
                wording=lambda each: each.provenance.wording,
                status=lambda each: entry.status if (entry := latest[each.id]) else None,
                light=lambda each: entry.light if (entry := latest[each.id]) else None,
                reported=lambda each: entry.date if (entry := latest[each.id]) else None,
            ),
        )

    def _responsible(self) -> Table:
        return Table(
            name="responsible_bodies",
            title=text("Responsible bodies"),
            why=text("Which departments and organisations the concept names for a recommendation."),
            columns=(
                Column("recommendation", Sort.ID, refers="recommendations", needed=True),
                Column("body", Sort.ID, refers="bodies", needed=True),
            ),
            key=("recommendation", "body"),
            rows=once((each.id, body) for each in self.recommendations for body in each.responsible),
        )

    def _goals_of(self) -> Table:
        return Table(
            name="recommendation_goals",
            title=text("Goals of the recommendations"),
            why=text("Which goals a recommendation serves, as the concept says."),
            columns=(
                Column("recommendation", Sort.ID, refers="recommendations", needed=True),
                Column("goal", Sort.ID, title=text("Goal"), refers="goals", needed=True),
            ),
            key=("recommendation", "goal"),
            rows=once((each.id, goal) for each in self.recommendations for goal in each.goals),
        )

    def _progress(self) -> Table:
        return Table(
            name="progress",
            title=text("Progress"),
            why=text(
                "Every entry of the progress that is reported to the council, with its words. "
                "References to files of the office are left out."
            ),
            columns=(
                Column("recommendation", Sort.ID, refers="recommendations", needed=True),
                Column("entry", Sort.WHOLE, title=text("Entry"), needed=True),
                Column("date", Sort.DATE, needed=True),
                Column("status", Sort.CODE, codes=Status, needed=True),
                Column("light", Sort.CODE, codes=Light),
                Column("note"),
                Column("reported_by", Sort.ID, refers="bodies"),
            ),
            key=("recommendation", "entry"),
            rows=tuple(
                (each.id, number, entry.date, entry.status, entry.light, entry.note, entry.reported_by)
                for each in self.recommendations
                for number, entry in enumerate(each.progress, 1)
            ),
        )

    def _successions(self) -> Table:
        found = [(old, each.id) for each in self.recommendations for old in each.continues]
        found += [
            (each.id, new)
            for each in self.recommendations
            for entry in each.progress
            for new in entry.successors
        ]
        return Table(
            name="successions",
            title=text("Successions of recommendations"),
            why=text(
                "Which recommendation goes on in which, so that addresses outlive a merger or a new edition."
            ),
            columns=(
                Column("before", Sort.ID, title=text("Before"), refers="recommendations", needed=True),
                Column("after", Sort.ID, title=text("After"), refers="recommendations", needed=True),
            ),
            key=("before", "after"),
            rows=once(found),
        )

    def _indicators(self) -> tuple[Table, ...]:
        indicators = self.repository.all(Indicator)
        columns = (
            ID,
            Column("title", needed=True),
            Column("unit", needed=True),
            Column("definition", needed=True),
            Column("purpose"),
            Column("counts_people", Sort.FLAG, title=text("Counts people"), needed=True),
            Column("context_for"),
            UNKNOWN,
        )
        link = Column("indicator", Sort.ID, title=text("Indicator"), refers="indicators", needed=True)
        return (
            Table(
                name="indicators",
                title=text("Indicators"),
                why=text(
                    "Figures about the city with their definition. They are context and measure no effect."
                ),
                columns=columns,
                key=("id",),
                rows=rows(indicators, columns, context_for=lambda each: joined(each.context_for)),
            ),
            Table(
                name="indicator_values",
                title=text("Values of the indicators"),
                why=text(
                    "Measured values with their source. A value of one to four people is suppressed: "
                    "they could be recognised."
                ),
                columns=(
                    link,
                    Column("entry", Sort.WHOLE, title=text("Entry"), needed=True),
                    Column("date", Sort.PARTIAL, needed=True),
                    Column("value", Sort.NUMBER),
                    Column("suppressed", Sort.FLAG, title=text("Suppressed"), needed=True),
                    Column("source", needed=True),
                ),
                key=("indicator", "entry"),
                rows=tuple(
                    (
                        each.id,
                        number,
                        value.date,
                        None if each.small(value.value) else value.value,
                        each.small(value.value),
                        value.source,
                    )
                    for each in indicators
                    for number, value in enumerate(each.values, 1)
                ),
            ),
            Table(
                name="indicator_targets",
                title=text("Targets of the indicators"),
                why=text("What the city wants to reach, and by when."),
                columns=(
                    link,
                    Column("entry", Sort.WHOLE, title=text("Entry"), needed=True),
                    Column("date", Sort.PARTIAL, needed=True),
                    Column("value", Sort.NUMBER, needed=True),
                    Column("resolution", Sort.ID, refers="resolutions"),
                ),
                key=("indicator", "entry"),
                rows=tuple(
                    (each.id, number, target.date, target.value, target.resolution)
                    for each in indicators
                    for number, target in enumerate(each.targets, 1)
                ),
            ),
        )

    def _resolutions(self) -> Table:
        named = {
            *(each.resolution for each in self.editions),
            *(each.resolution for each in self.themes),
            *(each.resolution for each in self.amendments),
            *(
                target.resolution
                for indicator in self.repository.all(Indicator)
                for target in indicator.targets
            ),
        }
        columns = (
            ID,
            Column("title", needed=True),
            Column("body", Sort.CODE, codes=ResolutionBody, needed=True),
            Column("body_name"),
            Column("date", Sort.PARTIAL, needed=True),
            Column("number"),
            UNKNOWN,
        )
        return Table(
            name="resolutions",
            title=text("Resolutions"),
            why=text(
                "Resolutions on which the concept, its amendments or its targets rest: title, day and number. "
                "Their words are left out, as a sitting may not have been public."
            ),
            columns=columns,
            key=("id",),
            rows=rows((each for each in self.repository.all(Resolution) if each.id in named), columns),
        )

    def _amendments(self) -> Table:
        columns = (
            ID,
            Column("edition", Sort.ID, refers="editions", needed=True),
            Column("title", needed=True),
            Column("nature", Sort.CODE, codes=Nature, needed=True),
            Column("date", Sort.PARTIAL, needed=True),
            Column("published", Sort.PARTIAL),
            Column("effective", Sort.PARTIAL),
            Column("resolution", Sort.ID, refers="resolutions"),
            Column("reason", needed=True),
            UNKNOWN,
        )
        return Table(
            name="amendments",
            title=text("Amendments"),
            why=text("Changes of the published text as acts, with their reason; who moved them is left out."),
            columns=columns,
            key=("id",),
            rows=rows(self.amendments, columns),
        )

    def _amended(self) -> Table:
        return Table(
            name="amended_elements",
            title=text("Amended elements"),
            why=text("Which themes, goals and recommendations an amendment changed."),
            columns=(
                Column("amendment", Sort.ID, title=text("Amendment"), refers="amendments", needed=True),
                Column("element", Sort.ID, needed=True),
            ),
            key=("amendment", "element"),
            rows=once(
                (each.id, element.element)
                for each in self.amendments
                for element in each.elements
                if element.element in self.elements
            ),
        )

    def _events(self) -> Table:
        columns = (
            ID,
            Column("title", needed=True),
            Column("event", Sort.CODE, codes=EventKind, needed=True),
            Column("date", Sort.PARTIAL, needed=True),
            UNKNOWN,
        )
        return Table(
            name="events",
            title=text("Events outside"),
            why=text(
                "Laws and programmes that put recommendations in doubt; what the office thinks of them is left out."
            ),
            columns=columns,
            key=("id",),
            rows=rows(self.repository.all(Event), columns),
        )

    def _renditions(self) -> Table:
        columns = (
            ID,
            Column("element", Sort.ID, needed=True),
            Column("rendition", Sort.CODE, codes=RenditionKind, needed=True),
            Column("language", needed=True),
            Column("title"),
            Column("text"),
            Column("url"),
            UNKNOWN,
        )
        return Table(
            name="renditions",
            title=text("Other forms of the text"),
            why=text("Summaries, translations and easy language, made to be published."),
            columns=columns,
            key=("id",),
            rows=rows(
                (each for each in self.repository.all(Rendition) if each.element in self.elements), columns
            ),
        )


def once(found: Iterable[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """The rows in their order, each once."""
    return tuple(dict.fromkeys(found))


def rows(records: Iterable[Any], columns: tuple[Column, ...], **cells: Any) -> tuple[tuple[Any, ...], ...]:
    """A row for each record: the fields that the columns name, or what a function of the record gives."""
    cells.setdefault("not_fully_known", lambda record: unknown(record, columns))
    given = [cells.get(each.key) for each in columns]
    return tuple(
        tuple(
            getattr(record, each.key) if cell is None else cell(record)
            for each, cell in zip(columns, given, strict=True)
        )
        for record in records
    )
