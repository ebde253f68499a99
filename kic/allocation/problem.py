"""The problem: everything an allocation depends on, and nothing else (docs/allocation.md, section 4).

A problem is built from a call, or read from a problem file or a `.pb` file; it knows no repository. Its
classes are the file format. Amounts are in cents of one currency, scores and marks exact decimals in
units of the scale.
"""

import enum
import functools
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import msgspec

from kic.core.record import Group
from kic.core.text import text
from kic.core.values import Count, Misread, Money, Number, Share

if TYPE_CHECKING:
    from fractions import Fraction

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f\x7f-\x9f]+\Z")]
"""How applications, applicants, themes, criteria and seats are called: any word without blanks."""


class AllocationRule(enum.Enum):
    """Allocation rules by name (kic help allocation, section 3)."""

    RANKED = "ranked"
    SCORE_PER_EURO = "score-per-euro"
    OPTIMUM = "optimum"
    EQUAL_SHARES = "equal-shares"
    GREEDY = "greedy"
    PHRAGMEN = "phragmen"
    PROPORTIONAL_CUT = "proportional-cut"
    TIERED_CUT = "tiered-cut"


FLOORS_BIND = frozenset(
    (
        AllocationRule.RANKED,
        AllocationRule.SCORE_PER_EURO,
        AllocationRule.OPTIMUM,
        AllocationRule.TIERED_CUT,
    )
)
"""Rules that serve floors of themes; under the others a floor that is not reached is only told."""


BY_RANKING = frozenset((AllocationRule.RANKED, AllocationRule.SCORE_PER_EURO, AllocationRule.TIERED_CUT))
"""Rules that go through a ranking step by step (docs/allocation.md, section 2)."""


class OnNoFit(enum.Enum):
    """What happens when an application does not fit the money left."""

    SKIP = "skip"
    STOP = "stop"


class PartialAward(enum.Enum):
    """Whether an application may get less than its admissible amount."""

    DECLARED = "declared"
    NONE = "none"


class UnmetFloor(enum.Enum):
    """What happens to the money of a floor that is not reached."""

    RELEASE = "release"
    KEEP = "keep"


class Aggregate(enum.Enum):
    """How marks become a score (kic help allocation, section 1)."""

    MEAN = "mean"
    TRIMMED = "trimmed"
    MEDIAN = "median"
    CENTRED = "centred"


class Utility(enum.Enum):
    """What a supported project is worth to a voter (equal-shares, greedy)."""

    COST = "cost"
    CARDINALITY = "cardinality"
    SCORE = "score"


class Completion(enum.Enum):
    """What equal-shares does with the money that it leaves."""

    NONE = "none"
    GREEDY = "greedy"
    ADD1 = "add1"
    ADD1_GREEDY = "add1+greedy"


class Objective(enum.Enum):
    """What the optimum makes as large as possible: the sum of scores, or of scores times amounts."""

    SCORE = "score"
    SCORE_EURO = "score-euro"


class Scale(Group, frozen=True, kw_only=True):
    """The scale of marks, from the lowest to the highest in steps."""

    min: Number
    max: Number
    step: Number

    def has(self, mark: Number) -> bool:
        """Whether a mark lies on the scale, on one of its steps; the step is not 0."""
        value, low, step = mark.billionths, self.min.billionths, self.step.billionths
        return low <= value <= self.max.billionths and (value - low) % step == 0


class Caps(Group, frozen=True, kw_only=True):
    """Most money for each applicant, and for a theme."""

    applicant: Money | None = None
    themes: dict[Name, Money] = {}


class Floors(Group, frozen=True, kw_only=True):
    """Least money for a theme; the order of the file is the order in which floors are served."""

    themes: dict[Name, Money] = {}


class FixedAward(Group, frozen=True, kw_only=True):
    """An award that is already decided: it uses up budget and caps, counts towards floors, and stays."""

    id: Name
    amount: Money
    themes: tuple[Name, ...] = ()
    applicant: Name | None = None


class Minimum:
    """The least award with which a project can still be done: an amount, or a share of the request."""

    __slots__ = ("value",)
    value: Money | Share

    def __init__(self, value: Money | Share) -> None:
        self.value = value

    @classmethod
    def read(cls, plain: Any) -> "Minimum":
        """`3900.00` or `60%`; raises Misread."""
        if isinstance(plain, str):
            try:
                return cls(Share.parse(plain) if plain.endswith("%") else Money.parse(plain))
            except Misread:
                pass
        raise Misread(text("expected an amount such as 3900.00, or a share of the request such as 60%"))

    def __str__(self) -> str:
        return str(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Minimum) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"Minimum({self.value})"


class Silence(enum.Enum):
    """Why a seat gave no mark."""

    ABSTAIN = "abstain"
    EXCLUDED = "excluded"


@functools.lru_cache(maxsize=4096)  # of 800 marks in 20 sheets 30 are different: 3 ms, now 1
def _mark(spelling: str) -> Number:
    return Number.parse(spelling)


class Marks:
    """What one seat says of one application: a mark for all criteria, a mark for each, or none.

    No mark is never the mark 0 (docs/allocation.md, section 1).
    """

    __slots__ = ("value",)
    words: ClassVar[tuple[str, ...]] = tuple(each.value for each in Silence)
    """What may stand in place of a mark."""
    inside: ClassVar[Any] = dict[str, Number]
    """What a map of marks holds: so that a finding names the one mark that is none."""
    value: Number | dict[str, Number] | Silence

    def __init__(self, value: Number | dict[str, Number] | Silence) -> None:
        self.value = value

    @classmethod
    def read(cls, plain: Any) -> "Marks":
        """`80`, `{quality: 70, reach: 90}`, `abstain` or `excluded`; raises Misread."""
        if isinstance(plain, str):
            if plain in cls.words:
                return cls(Silence(plain))
            if any(map(str.isdigit, plain)):
                return cls(_mark(plain))
        if isinstance(plain, dict) and set(map(type, plain.values())) == {str}:
            return cls({criterion: _mark(mark) for criterion, mark in plain.items()})
        raise Misread(text("expected a mark, a mark for each criterion, abstain or excluded"))

    @property
    def given(self) -> bool:
        """Whether this is a mark at all."""
        return not isinstance(self.value, Silence)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks) and self.value == other.value

    def __hash__(self) -> int:
        return hash(tuple(self.value.items()) if isinstance(self.value, dict) else self.value)

    def __repr__(self) -> str:
        return f"Marks({self.value!r})"


class Tiers:
    """Bands of scores, each with the rate of the admissible amount that is given from that score on."""

    __slots__ = ("bands",)
    inside: ClassVar[Any] = dict[Number, Share]
    bands: dict[Number, Share]

    @property
    def lowest(self) -> Number:
        """The score from which on there is anything."""
        return min(self.bands, key=lambda start: start.fraction)

    def of(self, score: "Fraction") -> tuple[Number, Share]:
        """The band of a score, which has one: from which score on, and the rate."""
        start = max((each for each in self.bands if each.fraction <= score), key=lambda each: each.fraction)
        return start, self.bands[start]

    def __init__(self, bands: dict[Number, Share]) -> None:
        self.bands = bands

    @classmethod
    def read(cls, plain: Any) -> "Tiers":
        """`{85: 100%, 60: 70%}`, each score once; raises Misread."""
        if isinstance(plain, dict) and plain and all(isinstance(rate, str) for rate in plain.values()):
            bands = {Number.parse(score): Share.parse(rate) for score, rate in plain.items()}
            if len(bands) == len(plain):
                return cls(bands)
        raise Misread(text("expected rates by score, each score once, such as 85: 100%"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tiers) and self.bands == other.bands

    def __hash__(self) -> int:
        return hash(tuple(self.bands.items()))

    def __repr__(self) -> str:
        return f"Tiers({self.bands!r})"


class Application(Group, frozen=True, kw_only=True):
    """What one application asks for, and what the seats say of it.

    A `score` goes before marks. `approvals` of None means that marks tell who approves.
    """

    id: Name
    applicant: Name | None = None
    themes: tuple[Name, ...] = ()
    requested: Money
    eligible: Money | None = None
    minimum: Minimum | None = None
    score: Number | None = None
    marks: dict[Name, Marks] = {}
    approvals: tuple[Name, ...] | None = None


class Problem(Group, frozen=True, kw_only=True):
    """A budget, the rule with its settings, what is already decided, and the applications.

    `budget` is the whole budget: reserve and fixed awards are part of it. `trim` counts only for the
    aggregate `trimmed`. Without `lot`, the seed of the lot, no lot is drawn and ties are settled by id
    where nothing else does.
    """

    budget: Money
    reserve: Money = Money(0)
    grid: Money = Money(1)
    threshold: Number | None = None
    rate: Share | None = None
    rule: AllocationRule = AllocationRule.RANKED
    on_no_fit: OnNoFit = OnNoFit.SKIP
    partial: PartialAward = PartialAward.DECLARED
    unmet_floor: UnmetFloor = UnmetFloor.RELEASE
    utility: Utility = Utility.COST
    completion: Completion = Completion.ADD1_GREEDY
    objective: Objective = Objective.SCORE
    tiers: Tiers | None = None
    lot: str | None = None
    caps: Caps = Caps()
    floors: Floors = Floors()
    fixed: tuple[FixedAward, ...] = ()
    scale: Scale | None = None
    aggregate: Aggregate = Aggregate.MEAN
    trim: Count = Count(1)
    min_marks: Count = Count(1)
    criteria: dict[Name, Number] = {}
    seats: tuple[Name, ...] | None = None
    applications: tuple[Application, ...]
