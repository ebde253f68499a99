"""Reading Pabulib files (`.pb`): participatory budgets as problems (docs/allocation.md, end of section 3).

Approval and choose-1 ballots approve; in cumulative and scoring ones points above 0 do; in ordinal ones all
that are listed, the last with 1 point, the one before with 2. A project's score is the sum of its points,
an approval being 1. Projects are funded wholly or not at all.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kic.allocation.pabulib_laws import BALLOT, DOUBLE, ODD, STRUCTURE, VALUE
from kic.allocation.pabulib_rows import Row, Unclosed, decoded, rows
from kic.allocation.problem import Application, Marks, PartialAward, Problem
from kic.core.diagnostic import Diagnostic, Law, diagnose
from kic.core.near import did_you_mean, near
from kic.core.place import START, Place, Span
from kic.core.text import Text, plural, text
from kic.core.values import Misread, Money, Number

SECTIONS = ("META", "PROJECTS", "VOTES")
TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
WITH_POINTS = ("cumulative", "scoring")
NAME = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]{1,200}")
MOST_FINDINGS = 50
"""So many findings of a sort are told; a file with more was put together wrongly as a whole."""


class Read(NamedTuple):
    """The problem, None if the file has errors, and all findings in the order of the file."""

    problem: Problem | None
    findings: list[Diagnostic]


def read_pabulib(content: bytes, path: str) -> Read:
    """The problem that a Pabulib file poses; its findings have exact spans of that path."""
    reader = _Reader(path)
    problem = reader.read(content)
    reader.tell_rest()
    findings = sorted(reader.findings, key=lambda each: each.place.span or START)
    broken = any(each.law is not ODD for each in findings)
    return Read(None if broken else problem, findings)


class _Section(NamedTuple):
    """The columns of a section by name, and its rows below that line."""

    title: Row
    columns: dict[str, int]
    rows: list[Row]

    def cell(self, row: Row, column: str) -> str:
        """A cell's text; empty if it is not there, or says `None` as exporters write."""
        place = self.columns.get(column)
        if place is None or place >= len(row.cells) or row.cells[place].lower() == "none":
            return ""
        return row.cells[place]


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Diagnostic] = []
        self.said: Counter[str] = Counter()

    def say(self, law: Law, message: Text, span: Span, *, meant: str = "", known: Iterable[str] = ()) -> None:
        """A finding; `meant` is the name that may be a misspelled one of those known."""
        self.said[law.code] += 1
        if self.said[law.code] <= MOST_FINDINGS:
            help_ = did_you_mean(near(meant, known)) if meant else None
            self.findings.append(diagnose(law, message, Place(self.path, span=span), help=help_))

    def tell_rest(self) -> None:
        """How many findings were not told."""
        rest = sum(max(number - MOST_FINDINGS, 0) for number in self.said.values())
        if rest:
            last = max(self.findings, key=lambda each: each.place.span or START)
            message = plural("one more finding is not shown", "{n} more findings are not shown", n=rest)
            self.findings.append(diagnose(last.law, message, last.place))

    def read(self, content: bytes) -> Problem | None:
        words, encoding = decoded(content)
        if encoding not in ("utf-8", "utf-16-le", "utf-16-be"):
            self.say(ODD, text("the file is not UTF-8; it was read as {encoding}", encoding=encoding), START)
        try:
            sections = self._sections(list(rows(words)))
        except Unclosed as unclosed:
            self.say(STRUCTURE, text("a quotation mark is never closed"), unclosed.span)
            return None
        if sections is None:
            return None
        return self._problem(*sections)

    # -- sections ------------------------------------------------------------------------------------------

    def _sections(self, every: list[Row]) -> tuple[_Section, _Section, _Section] | None:
        titles = [
            (place, row)
            for place, row in enumerate(every)
            if row.cells[0].upper() in SECTIONS and not any(row.cells[1:])
        ]
        if every and (not titles or titles[0][0]):
            self.say(STRUCTURE, text("a Pabulib file begins with a line META"), every[0].whole())
            return None
        found: dict[str, _Section] = {}
        for number, (place, title) in enumerate(titles):
            name = title.cells[0].upper()
            end = titles[number + 1][0] if number + 1 < len(titles) else len(every)
            if name in found:
                self.say(STRUCTURE, text("the section {section} stands twice", section=name), title.whole())
            elif place + 1 >= end:
                message = text(
                    "the section {section} has no line with the names of its columns", section=name
                )
                self.say(STRUCTURE, message, title.whole())
                found[name] = _Section(title, {}, [])
            else:
                found[name] = self._section(title, every[place + 1], every[place + 2 : end])
        for name in SECTIONS:
            if name not in found:
                last = every[-1].whole() if every else START
                self.say(STRUCTURE, text("the section {section} is missing", section=name), last)
        if self.findings and any(each.law is STRUCTURE for each in self.findings):
            return None
        return found["META"], found["PROJECTS"], found["VOTES"]

    def _section(self, title: Row, head: Row, body: list[Row]) -> _Section:
        columns: dict[str, int] = {}
        for place, cell in enumerate(head.cells):
            name = cell.lower()
            if name in columns:
                message = text("the column {column} stands twice", column=name)
                self.say(STRUCTURE, message, head.span(place))
            elif name:
                columns[name] = place
        for row in body:
            if len(row.cells) > len(head.cells) and any(row.cells[len(head.cells) :]):
                message = text("the row has more cells than there are columns; the last ones were not read")
                self.say(ODD, message, row.span(len(head.cells)))
        return _Section(title, columns, body)

    def column(self, section: _Section, *names: str) -> str | None:
        """The first of these columns that there is; a finding if there is none."""
        for name in names:
            if name in section.columns:
                return name
        message = text(
            "the section {section} has no column {column}", section=section.title.cells[0], column=names[0]
        )
        self.say(STRUCTURE, message, section.title.whole(), meant=names[0], known=section.columns)
        return None

    # -- what stands in them -------------------------------------------------------------------------------

    def _problem(self, meta: _Section, projects: _Section, votes: _Section) -> Problem | None:
        settings = self._settings(meta)
        type_ = self._type(meta, settings)
        budget = self._budget(meta, settings)
        costs = self._projects(projects)
        if type_ is None or costs is None:
            return None
        ballots = _Ballots(self, votes, type_, costs, self._default(settings, type_))
        if not ballots.read():
            return None
        for key, number in (("num_projects", len(projects.rows)), ("num_votes", len(votes.rows))):
            self._number(settings, key, number)
        if budget is None:
            return None
        return Problem(
            budget=budget,
            partial=PartialAward.NONE,
            seats=tuple(ballots.voters),
            applications=tuple(ballots.application(name, cost) for name, cost in costs.items()),
        )

    def _settings(self, meta: _Section) -> dict[str, Row]:
        """The rows of META by key; the second cell is the value, whatever its column is called."""
        found: dict[str, Row] = {}
        for row in meta.rows:
            key = row.cells[0].lower()
            if key in found and key in ("budget", "vote_type", "default_score"):
                self.say(STRUCTURE, text("the key {key} stands twice", key=key), row.span(0))
            found.setdefault(key, row)
        return found

    def _type(self, meta: _Section, settings: dict[str, Row]) -> str | None:
        row = settings.get("vote_type")
        if row is None:
            self.say(STRUCTURE, text("META has no {key}", key="vote_type"), meta.title.whole())
            return None
        type_ = _value(row).lower()
        if type_ not in TYPES:
            message = text("{value} is none of the vote types {known}", value=_value(row), known=TYPES)
            self.say(VALUE, message, row.span(1), meant=type_, known=TYPES)
            return None
        return type_

    def _budget(self, meta: _Section, settings: dict[str, Row]) -> Money | None:
        row = settings.get("budget")
        if row is None:
            self.say(STRUCTURE, text("META has no {key}", key="budget"), meta.title.whole())
            return None
        return self.amount(_value(row), row.span(1))

    def _default(self, settings: dict[str, Row], type_: str) -> str:
        """The points of whatever a scoring ballot does not list; empty for 0."""
        row = settings.get("default_score")
        if row is None or type_ != "scoring" or not _value(row):
            return ""
        marks = _marks(_value(row))
        if marks is None:
            self.say(VALUE, text("expected points such as 3 or 2.5"), row.span(1))
        return _value(row) if marks != Marks(Number("0")) else ""

    def _number(self, settings: dict[str, Row], key: str, number: int) -> None:
        row = settings.get(key)
        if row is not None and _value(row) != str(number):
            message = text(
                "{key} is {told} in META, but there are {number}", key=key, told=_value(row), number=number
            )
            self.say(ODD, message, row.span(1))

    def _projects(self, section: _Section) -> dict[str, Money] | None:
        id_column = self.column(section, "project_id", "id", "name")
        cost_column = self.column(section, "cost")
        if id_column is None or cost_column is None:
            return None
        costs: dict[str, Money] = {}
        for row in section.rows:
            name = section.cell(row, id_column)
            if not self.named(name, row, section.columns[id_column]):
                continue
            if name in costs:
                span = row.span(section.columns[id_column])
                self.say(DOUBLE, text("the project {id} stands twice", id=name), span)
                continue
            cost = self.amount(section.cell(row, cost_column), row.span(section.columns[cost_column]))
            costs[name] = cost if cost is not None else Money(0)
        return costs

    def named(self, name: str, row: Row, place: int) -> bool:
        """Whether this is an id; a finding if not."""
        if NAME.fullmatch(name):
            return True
        self.say(VALUE, text("expected an id without blanks"), row.span(place))
        return False

    def amount(self, spelling: str, span: Span) -> Money | None:
        """`1000`, `1000.5`, `1000,50`; more decimals only if they are zeros."""
        found = re.fullmatch(r"0*([0-9]{1,13})(?:[.,]([0-9]{0,2})0*)?", spelling, re.ASCII)
        if found is None:
            message = text("expected an amount such as 1234.50 (at most two decimals, no separators)")
            self.say(VALUE, message, span)
            return None
        return Money(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))


def _value(row: Row) -> str:
    return row.cells[1] if len(row.cells) > 1 else ""


class _Ballots:
    """The votes: who approves, and points where the ballots have them."""

    def __init__(
        self, reader: _Reader, section: _Section, type_: str, costs: dict[str, Money], default: str
    ) -> None:
        self.reader = reader
        self.section = section
        self.type = type_
        self.known = costs.keys()
        self.default = default
        self.voters: list[str] = []
        self.approvals: dict[str, list[str]] = {name: [] for name in costs}
        self.points: dict[str, dict[str, Marks]] = {name: {} for name in costs}
        self.spelled: dict[str, Marks | None] = {}

    def read(self) -> bool:
        """Reads all ballots; False if a column is missing."""
        column = self.reader.column(self.section, "vote")
        with_points = self.type in WITH_POINTS
        if column is None or (with_points and self.reader.column(self.section, "points") is None):
            return False
        taken: set[str] = set()
        for number, row in enumerate(self.section.rows, 1):
            voter = self._voter(row, number, taken)
            if voter is None:
                continue
            self.voters.append(voter)
            listed = self._listed(row)
            if listed is None:
                continue
            if self.type == "ordinal":
                for place, name in enumerate(listed):
                    self._give(name, voter, str(len(listed) - place))
            elif with_points:
                self._pointed(row, voter, listed)
            else:
                if self.type == "choose-1" and len(listed) > 1:
                    span = row.span(self.section.columns["vote"])
                    self.reader.say(
                        ODD, text("a choose-1 ballot names several projects; all were read"), span
                    )
                for name in listed:
                    self.approvals[name].append(voter)
        return True

    def application(self, name: str, cost: Money) -> Application:
        """What the file says of a project."""
        points = self.points[name]
        if self.type in ("approval", "choose-1"):
            score = str(len(self.approvals[name]))
        else:
            score = _decimal(
                sum(marks.value.billionths for marks in points.values() if isinstance(marks.value, Number))
            )
        return Application(
            id=name,
            requested=cost,
            score=Number(score),
            marks=points,
            approvals=tuple(self.approvals[name]),
        )

    def _voter(self, row: Row, number: int, taken: set[str]) -> str | None:
        """The voter's id, or the number of the row; a second one of the same id is another voter."""
        if "voter_id" not in self.section.columns:
            return str(number)
        place = self.section.columns["voter_id"]
        told = self.section.cell(row, "voter_id")
        if not self.reader.named(told, row, place):
            return None
        voter, again = told, 1
        while voter in taken:
            again += 1
            voter = f"{told}#{again}"
        if again > 1:
            message = text(
                "the voter {id} stands twice; this ballot counts as that of {other}", id=told, other=voter
            )
            self.reader.say(ODD, message, row.span(place))
        taken.add(voter)
        return voter

    def _listed(self, row: Row) -> list[str] | None:
        """The projects of a ballot; None if one of them is no project or stands twice."""
        vote = self.section.cell(row, "vote")
        if not vote:
            return []
        listed = [name.strip() for name in vote.split(",")]
        if not listed[-1]:
            listed.pop()  # a comma behind the last one
        good = True
        for number, name in enumerate(listed):
            if name not in self.known:
                span = row.part(self.section.columns["vote"], number)
                message = text("there is no project {id}", id=name)
                self.reader.say(BALLOT, message, span, meant=name, known=self.known)
                good = False
        if good and len(set(listed)) < len(listed):
            second = next(number for number, name in enumerate(listed) if name in listed[:number])
            span = row.part(self.section.columns["vote"], second)
            message = text("the ballot names the project {id} twice", id=listed[second])
            self.reader.say(BALLOT, message, span)
            good = False
        return listed if good else None

    def _pointed(self, row: Row, voter: str, listed: list[str]) -> None:
        cell = self.section.cell(row, "points")
        points = [each.strip() for each in cell.split(",")] if cell else []
        if points and not points[-1]:
            points.pop()
        if len(points) != len(listed):
            message = text(
                "the ballot names {projects} projects, but has points for {points}",
                projects=len(listed),
                points=len(points),
            )
            self.reader.say(BALLOT, message, row.span(self.section.columns["points"]))
            return
        for number, (name, each) in enumerate(zip(listed, points, strict=True)):
            if not self._give(name, voter, each):
                span = row.part(self.section.columns["points"], number)
                self.reader.say(VALUE, text("expected points such as 3 or 2.5"), span)
        if self.default:
            for name in self.known - set(listed):
                self._give(name, voter, self.default)

    def _give(self, name: str, voter: str, points: str) -> bool:
        if points not in self.spelled:
            self.spelled[points] = _marks(points)
        marks = self.spelled[points]
        if marks is None:
            return False
        self.points[name][voter] = marks
        if isinstance(marks.value, Number) and marks.value.billionths > 0:
            self.approvals[name].append(voter)
        return True


def _marks(spelling: str) -> Marks | None:
    """`3`, `2.5`, `2.50`; None if these are no points."""
    try:
        return Marks(Number.parse(spelling.removeprefix("+")))
    except Misread:
        return None


def _decimal(billionths: int) -> str:
    whole, rest = divmod(abs(billionths), 10**9)
    decimals = f"{rest:09d}".rstrip("0")
    return f"{'-' if billionths < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"
