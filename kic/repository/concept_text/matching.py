"""What a text says, against what the records say: which element is which record, and what becomes of each text.

    matched(snapshot, edition, found, answers) -> Matched

A text that is missing in the record, or known only as an excerpt or from a report, is entered. One that the record has
in other words stays, unless it is to be replaced; then the rules ask for the act.
"""

import enum
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple

import msgspec

from kic.core.plan import Append, CreateFile, Edit, Plain, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.concept.recommendation import Recommendation, WordingKind
from kic.domain.concept.structure import Body, Goal, Theme
from kic.domain.knowledge import Documented, GapState
from kic.repository.concept_text.likeness import alike, parted
from kic.repository.concept_text.meant import goal_meant, goals_named, recommendation_meant, theme_meant
from kic.repository.concept_text.recognising import Recognised
from kic.repository.concept_text.said import Said
from kic.repository.intake.headings import folded


class Act(enum.Enum):
    """What becomes of a text."""

    SAME = "same"
    ENTERED = "entered"
    NEW = "new"
    DIFFERS = "differs"
    REPLACED = "replaced"
    LEFT = "left"
    UNCLEAR = "unclear"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One element and what becomes of it.

    `fields` are those that are entered or differ; `perhaps` are records that may be meant where it is not clear.
    Of what is LEFT, `title` has the words that no record has a name for.
    """

    kind: str
    id: str
    title: str
    place: int
    act: Act
    fields: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the text leaves open. `same` are records by the numbers that the text gives them."""

    same: Mapping[str, str] = {}
    replace: bool = False
    resolution: Resolution | None = None
    source: str = ""


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """What the import would do; `missing` are records of the edition that the text does not have."""

    steps: tuple[Step, ...]
    plan: Plan
    missing: tuple[str, ...] = ()

    @property
    def unclear(self) -> bool:
        """Whether an answer is needed before anything can be written."""
        return any(each.act is Act.UNCLEAR for each in self.steps)


def matched(snapshot: Snapshot, edition: Edition, found: Recognised, answers: Answers) -> Matched:
    """The elements of a text as a plan for an edition. Nothing is written."""
    return _Matching(snapshot, edition, answers).of(found)


class _Written(NamedTuple):
    """Fields to be written, and what differs and stays."""

    values: dict[str, Plain]
    differs: tuple[str, ...]


class _Matching:
    """Finds the record of each element and gathers the edits."""

    def __init__(self, snapshot: Snapshot, edition: Edition, answers: Answers) -> None:
        self._snapshot, self._edition, self._answers = snapshot, edition, answers
        self._themes = [each for each in snapshot.all(Theme) if each.edition == edition.id]
        self._recommendations = [each for each in snapshot.all(Recommendation) if each.edition == edition.id]
        self._bodies = {folded(name): each.id for each in snapshot.all(Body) for name in _names(each)}
        path = snapshot.entry(edition).path
        self._folder = "concept" if path == "concept/concept.yaml" else f"concept/editions/{edition.id}"
        self._steps: list[Step] = []
        self._edits: list[Edit] = []
        self._taken: set[str] = set()
        self._theme_ids: dict[int, str] = {}
        self._goals: dict[str, list[Plain]] = {}
        self._theme_plans: dict[str, dict[str, Plain]] = {}
        self._made: set[str] = set()
        self._candidates: dict[str, Iterator[str]] = {}
        self._pending: dict[str, dict[str, Plain]] = {}

    def of(self, found: Recognised) -> Matched:
        """All of them."""
        for position, said in enumerate(found.elements):
            if said.kind == "edition":
                self._take_edition(said)
            elif said.kind == "theme":
                self._theme_ids[position] = self._take_theme(said)
        for said in found.elements:
            if said.kind == "goal":
                self._take_goal(said)
        for said in found.elements:
            if said.kind == "recommendation":
                self._take_recommendation(said)
        self._write_themes()
        known = [*self._themes, *self._recommendations]
        return Matched(
            steps=tuple(sorted(self._steps, key=lambda each: each.place)),
            plan=Plan(text("Text of the concept {id}", id=self._edition.id), tuple(self._edits)),
            missing=tuple(each.id for each in known if each.id not in self._taken),
        )

    def _step(
        self, said: Said, id_: str, act: Act, fields: tuple[str, ...] = (), perhaps: tuple[str, ...] = ()
    ) -> None:
        title = said.title or said.words or said.number
        self._steps.append(
            Step(
                kind=said.kind, id=id_, title=title, place=said.place, act=act, fields=fields, perhaps=perhaps
            )
        )

    def _weigh(self, held: Mapping[str, Any], said: Mapping[str, Any], *, free: bool = False) -> _Written:
        """What is written: what the record lacks, and what it has in other words if that may be replaced."""
        values, differs = {}, []
        for field, words in said.items():
            if not words:
                continue
            before = held.get(field)
            if before in (None, "", ()):
                values[field] = words
            elif not alike(before, words):
                if self._answers.replace or free:
                    values[field] = words
                else:
                    differs.append(field)
        return _Written(values, tuple(differs))

    def _judge(self, said: Said, id_: str, written: _Written, held: Mapping[str, Any]) -> None:
        replaced = tuple(each for each in written.values if held.get(each) not in (None, "", ()))
        if written.differs:
            self._step(said, id_, Act.DIFFERS, written.differs)
        if replaced:
            self._step(said, id_, Act.REPLACED, replaced)
        entered = tuple(each for each in written.values if each not in replaced)
        if entered:
            self._step(said, id_, Act.ENTERED, entered)
        if not written.differs and not written.values:
            self._step(said, id_, Act.SAME)

    def _set(self, record: Documented, values: Mapping[str, Plain]) -> None:
        """Edits of a record: its fields, and the gaps that said that they were not known."""
        path = self._snapshot.entry(record).path
        self._edits += [SetField(path, (field,), value) for field, value in values.items()]
        closed = [number for number, gap in enumerate(record.gaps) if gap.field in values]
        if closed and len(closed) == len(record.gaps):
            self._edits.append(RemoveField(path, ("gaps",)))
        else:
            self._edits += [RemoveField(path, ("gaps", number)) for number in reversed(closed)]

    # -- the edition and its themes ------------------------------------------------------------------------

    def _take_edition(self, said: Said) -> None:
        texts = {field: words for field, words in said.texts.items() if words}
        if not texts:
            return
        held = {field: getattr(self._edition, field) for field in ("summary", "vision")}
        written = self._weigh(held, texts)
        self._judge(said, self._edition.id, written, held)
        if written.values:
            self._set(self._edition, written.values)

    def _take_theme(self, said: Said) -> str:
        record = theme_meant(self._themes, said)
        if record is None:
            id_ = self._free(f"t{said.number or len(self._themes) + len(self._theme_plans) + 1}")
            self._step(said, id_, Act.NEW, ("title", *said.texts))
            count = len(self._themes) + len(self._theme_plans) + 1
            number = int(said.number) if said.number.isdigit() else count
            self._theme_plans[id_] = {"number": number, "title": said.title or said.words, **said.texts}
            self._goals[id_] = []
            return id_
        self._taken.add(record.id)
        told = {"title": said.title, "vision": said.texts.get("vision", "")}
        held = {"title": record.title, "vision": record.vision}
        if any(alike(each, said.title) for each in record.variants):
            told["title"] = ""
        written = self._weigh(held, told)
        self._judge(said, record.id, written, held)
        self._pending.setdefault(record.id, {}).update(written.values)
        self._goals[record.id] = [_plain_goal(each) for each in record.goals]
        return record.id

    @property
    def _has_vision(self) -> bool:
        """Whether the edition has one vision for all themes, or gets it from the text."""
        entered = [each for each in self._steps if each.kind == "edition" and "vision" in each.fields]
        return bool(self._edition.vision or entered)

    # -- goals ---------------------------------------------------------------------------------------------

    def _take_goal(self, said: Said) -> None:
        theme_id = self._theme_for(said)
        if theme_id is None:
            self._step(said, "", Act.UNCLEAR, perhaps=tuple(each.id for each in self._themes))
            return
        goals = self._goals.setdefault(theme_id, [])
        record = goal_meant(goals, said)
        if record is None:
            id_ = self._free(f"{theme_id}-z{len(goals) + 1}")
            values = {
                "id": id_,
                "title": said.title or said.number,
                **({"text": t} if (t := said.texts.get("text")) else {}),
            }
            goals.append({**values, "new": True})
            self._step(said, id_, Act.NEW, tuple(k for k in ("title", "text") if k in values))
            return
        held = {"title": record["title"], "text": record.get("text")}
        written = self._weigh(held, {"title": said.title, "text": said.texts.get("text", "")})
        self._judge(said, str(record["id"]), written, held)
        record.update(written.values)
        if written.values and not record.get("new"):  # one that is new is written as a whole
            record["changed"] = tuple(written.values)

    def _theme_for(self, said: Said) -> str | None:
        if said.theme is not None:
            return self._theme_ids.get(said.theme)
        numbered = [
            each.id
            for each in self._themes
            if "." in said.number and str(each.number) == said.number.split(".")[0]
        ]
        return next(iter(numbered), None)

    def _write_themes(self) -> None:
        """New themes with their goals, and the goals of those that are there."""
        for id_, values in self._theme_plans.items():
            goals = [
                {k: v for k, v in each.items() if k not in ("new", "changed")} for each in self._goals[id_]
            ]
            content: dict[str, Plain] = {
                "kind": "theme",
                "id": id_,
                **self._invented(),
                "edition": self._edition.id,
            }
            content |= values
            if goals:
                content["goals"] = goals
            content |= _gaps(content, ("goals",) if self._has_vision else ("vision", "goals"))
            self._edits.append(CreateFile(f"{self._folder}/themes/{id_}.yaml", content))
        for theme in self._themes:
            path = self._snapshot.entry(theme).path
            goals = self._goals.get(theme.id, [])
            new = [each for each in goals if each.get("new")]
            for position, each in enumerate(goals):
                for field in each.get("changed", ()):
                    self._edits.append(SetField(path, ("goals", position, field), each[field]))
            values = self._pending.get(theme.id, {})
            if new and not theme.goals:
                values["goals"] = [{k: v for k, v in each.items() if k != "new"} for each in new]
            if values:
                self._set(theme, values)
            if new and theme.goals:
                self._edits += [
                    Append(path, ("goals",), {k: v for k, v in each.items() if k != "new"}) for each in new
                ]

    # -- recommendations -----------------------------------------------------------------------------------

    def _take_recommendation(self, said: Said) -> None:
        record, perhaps = self._recommendation_of(said)
        theme_id = self._theme_for(said)
        if perhaps:
            self._taken.update(perhaps)
            self._step(said, "", Act.UNCLEAR, perhaps=perhaps)
            return
        bodies, goals = self._responsible(said), self._goals_of(said, theme_id)
        if record is None:
            id_ = self._free(
                f"he-{int(said.number):02d}" if said.number.isdigit() else f"he-{_slug(said.title)}"
            )
            self._new(said, id_, theme_id, bodies, goals)
            return
        self._taken.add(record.id)
        adopted = record.provenance.wording is WordingKind.ADOPTED
        told: dict[str, Any] = {"title": said.title, "text": said.texts.get("text", "")}
        held: dict[str, Any] = {"title": record.title, "text": record.text}
        written = self._weigh(held, told, free=not adopted and not self._is_draft)
        values = dict(written.values)
        if record.number is None and said.number.isdigit():
            values["number"] = int(said.number)
        if record.theme is None and theme_id is not None:
            values["theme"] = theme_id
        if not record.responsible and bodies:
            values["responsible"] = bodies
        if not record.goals and goals:
            values["goals"] = goals
        differs = (*written.differs, *_elsewhere(record, said, theme_id, bodies, goals))
        self._judge(said, record.id, _Written(values, differs), held)
        if "text" in values or (not adopted and told["text"]):
            values |= self._provenance(record)
        if values:
            self._set(record, values)

    @property
    def _is_draft(self) -> bool:
        return self._edition.is_draft

    def _provenance(self, record: Recommendation | None) -> dict[str, Plain]:
        """Where the words are from. Those of an edition that was adopted name the resolution."""
        if self._is_draft and record is not None and record.provenance.wording is not WordingKind.UNKNOWN:
            return {}
        wording = WordingKind.EXCERPT if self._is_draft else WordingKind.ADOPTED
        return {"provenance": {"wording": wording, "source": self._answers.source}}

    def _recommendation_of(self, said: Said) -> tuple[Recommendation | None, tuple[str, ...]]:
        """The record of a recommendation, as answered or as its title and number say; or those that may be meant."""
        chosen = self._answers.same.get(said.number) or self._answers.same.get(folded(said.title))
        if chosen == "new":
            return None, ()
        free = [each for each in self._recommendations if each.id not in self._taken]
        if chosen is not None:
            return next((each for each in free if each.id == chosen), None), ()
        return recommendation_meant(free, said)

    def _new(self, said: Said, id_: str, theme_id: str | None, bodies: list[str], goals: list[str]) -> None:
        words = said.texts.get("text")
        values: dict[str, Plain] = {
            "kind": "recommendation",
            "id": id_,
            **self._invented(),
            "edition": self._edition.id,
        }
        if said.number.isdigit():
            values["number"] = int(said.number)
        if said.title:
            values["title"] = said.title
        if words:
            values["text"] = words
        values |= self._provenance(None) if words else {"provenance": {"wording": WordingKind.UNKNOWN}}
        if theme_id is not None:
            values["theme"] = theme_id
        if goals:
            values["goals"] = goals
        if bodies:
            values["responsible"] = bodies
        values |= _gaps(values, ("title", "text", "theme", "goals", "responsible"))
        self._edits.append(CreateFile(f"{self._folder}/recommendations/{id_}.yaml", values))
        fields = tuple(
            each for each in ("number", "title", "text", "theme", "goals", "responsible") if each in values
        )
        self._step(said, id_, Act.NEW, fields)

    def _responsible(self, said: Said) -> list[str]:
        """The bodies that the text names as responsible, as far as all of them are known."""
        if not said.responsible:
            return []
        found = parted(said.responsible, self._bodies)
        if found is None:
            self._leave(said, "responsible", said.responsible)
        return found or []

    def _goals_of(self, said: Said, theme_id: str | None) -> list[str]:
        """The goals of its theme that a recommendation serves, as far as all of them are known by title or number."""
        new = self._theme_plans.get(theme_id or "", {}).get("number", "")
        number = next((each.number for each in self._themes if each.id == theme_id), new)
        found = goals_named(said.goals, self._goals.get(theme_id or "", []), number)
        for words, id_ in zip(said.goals, found, strict=True):
            if id_ is None:
                self._leave(said, "goals", words)
        return [] if None in found else list(dict.fromkeys(each for each in found if each is not None))

    def _leave(self, said: Said, field: str, words: str) -> None:
        """Names what the text says of a recommendation in words that no record has."""
        self._steps.append(
            Step(
                kind=said.kind,
                id=said.number or said.title,
                title=words,
                place=said.place,
                act=Act.LEFT,
                fields=(field,),
            )
        )

    def _invented(self) -> dict[str, Plain]:
        return {"invented": True} if self._edition.invented else {}

    def _free(self, wanted: str) -> str:
        """The id, or one with the edition's before it, that nothing has."""
        candidates = self._candidates.setdefault(wanted, self._spellings(wanted))
        id_ = next(each for each in candidates if not self._snapshot.taken(each) and each not in self._made)
        self._made.add(id_)
        return id_

    def _spellings(self, wanted: str) -> Iterator[str]:
        yield wanted
        yield f"{self._edition.id}-{wanted}"
        yield from (f"{wanted}-{n}" for n in count(2))


def _elsewhere(
    record: Recommendation, said: Said, theme_id: str | None, bodies: list[str], goals: list[str]
) -> Iterator[str]:
    """What the record says otherwise of its place in the concept; that stays."""
    if record.number is not None and said.number.isdigit() and int(record.number) != int(said.number):
        yield "number"
    if record.theme is not None and theme_id is not None and record.theme != theme_id:
        yield "theme"
    if record.responsible and bodies and set(record.responsible) != set(bodies):
        yield "responsible"
    if record.goals and goals and set(record.goals) != set(goals):
        yield "goals"


def _gaps(values: Mapping[str, Plain], fields: tuple[str, ...]) -> dict[str, Plain]:
    """What a new record says of those fields that the text does not tell: they are not known."""
    missing: list[Plain] = [
        {"field": each, "state": GapState.UNKNOWN} for each in fields if each not in values
    ]
    return {"gaps": missing} if missing else {}


def _names(body: Body) -> Iterator[str]:
    yield body.name
    if body.short_name:
        yield body.short_name


def _plain_goal(goal: Goal) -> dict[str, Plain]:
    return {"id": goal.id, "title": goal.title, "text": goal.text}


def _slug(title: str) -> str:
    from kic.repository.intake.new_bodies import id_of_body  # noqa: PLC0415

    return id_of_body(title).removeprefix("v-") or "text"
