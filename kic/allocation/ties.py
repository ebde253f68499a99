"""Ties at the line: where another order within a tie changes an award, and what the outcomes are.

Trying every order is hopeless from a dozen members on, so three things are used. Whether the order of a
tie matters at all is decided from the room at its start; most ties end there. Where it matters, outcomes are
searched depth first, and members that get the same in every order are taken out at once. Only where a
floor is reached within a tie, whole passes are made for each order.
"""

import enum
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from kic.allocation.case import MONEY, Case
from kic.allocation.course import LineTie
from kic.allocation.ranking import Group
from kic.allocation.walk import State, award_in, give, least_behind, serve_floors, serve_ranks, walk

OUTCOMES = 20
"""So many variants of a tie are listed."""
ALL_ORDERS = 6
"""Up to so many members every order is tried where a floor is reached within the tie."""
STEPS = 600_000
"""So many looks at an application may all ties of a proposal take together; one tie a quarter of them."""


class _Effort:
    """What a search may still cost."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def spend(self, steps: int) -> bool:
        """Take so many steps; False if there are not enough left."""
        self.steps -= steps
        return self.steps >= 0


def ties_at_the_line(case: Case, groups: Sequence[Group], final: State) -> tuple[LineTie, ...]:
    """Every tie whose order changes an award, in rank order. `final` is the state after the own pass."""
    if all(len(group) == 1 for group in groups):
        return ()
    order = [number for group in groups for number in group]
    least = least_behind(case, order)
    found: dict[int, LineTie] = {}
    effort = STEPS
    for kind, place in sorted(_open(case, groups, final)):
        start = sum(map(len, groups[:place]))
        mine = _Effort(min(effort, STEPS // 4))
        effort -= mine.steps
        outcomes = _Outcomes([final.awards], mine.steps > 0)
        if not outcomes.complete:
            pass
        elif kind is _Kind.FLOOR:
            _by_passes(case, order, start, groups[place], mine, outcomes)
        else:
            _by_search(case, order, start, groups[place], least, mine, outcomes)
        effort += max(mine.steps, 0)
        if len(outcomes.awards) > 1 or not outcomes.complete:
            found[place] = _line_tie(groups[place], outcomes)
    return tuple(found[place] for place in sorted(found))


class _Kind(enum.IntEnum):
    """What makes the order of a tie matter; where effort runs out, the first kinds have had theirs."""

    MONEY = 0
    FLOOR = 1
    CAP = 2


def _open(case: Case, groups: Sequence[Group], final: State) -> Iterator[tuple[_Kind, int]]:
    """The places of ties whose order matters, or may."""
    order = [number for group in groups for number in group]
    at_floors = _at_floors(case, groups, final)
    state = State(case)
    serve_floors(case, order, state)
    for place, group in enumerate(groups):
        if place in at_floors:
            yield _Kind.FLOOR, place
        elif len(group) > 1 and state.ended is None:
            scarce = _scarce(case, group, state)
            if scarce:
                yield _Kind.MONEY if MONEY in scarce else _Kind.CAP, place
        if state.ended is None:
            serve_ranks(case, group, state)


class _Outcomes(msgspec.Struct):
    """Different awards of all candidates, the own ones first."""

    awards: list[list[int]]
    complete: bool

    def add(self, awards: list[int]) -> bool:
        """Takes an outcome that is new; False if there are too many to list."""
        if awards in self.awards:
            return True
        self.complete = len(self.awards) < OUTCOMES
        if self.complete:
            self.awards.append(awards)
        return self.complete


def _line_tie(group: Group, outcomes: _Outcomes) -> LineTie:
    own = outcomes.awards[0]
    shown = set(group)
    for other in outcomes.awards[1:]:
        shown.update(number for number, award in enumerate(other) if award != own[number])
    variants = tuple(
        {number: awards[number] for number in sorted(shown) if awards[number]} for awards in outcomes.awards
    )
    return LineTie(members=group, variants=variants, complete=outcomes.complete)


# -- without floors ----------------------------------------------------------------------------------------


def _scarce(case: Case, group: Group, state: State) -> list[int]:
    """The limits that make the order of a tie matter for step 6; none if it does not.

    Under `skip` the order matters exactly if not everyone can have what the first one would have. For if
    all these awards together respect every limit, each finds room for its own wherever it stands; if not,
    someone gets less than by standing first. Under `stop` this says yes too often, never no too often.
    """
    left = state.left
    open_ = [case.candidates[number] for number in group if not state.awards[number]]
    if len(open_) < 2:  # noqa: PLR2004
        return []
    first = [award_in(case, each, min(left[limit] for limit in each.limits)) for each in open_]
    if case.stops:
        if not any(first):
            return []
        first = [each.admissible for each in open_]
    used: dict[int, int] = {}
    for each, award in zip(open_, first, strict=True):
        for limit in each.limits:
            used[limit] = used.get(limit, 0) + award
    return [limit for limit, sum_ in used.items() if sum_ > left[limit]]


class _Node(msgspec.Struct):
    """A beginning of an order: who still waits, what is left of the limits, awards so far."""

    waiting: tuple[int, ...]
    left: dict[int, int]
    awards: dict[int, int]
    ended: bool
    together: tuple[int, ...] = ()
    """Those of the waiting ones whose order among each other is to be tried next."""


def _by_search(
    case: Case,
    order: Sequence[int],
    start: int,
    group: Group,
    least: Sequence[int],
    effort: _Effort,
    found: _Outcomes,
) -> None:
    """Outcomes of a tie that no floor touches, each carried on to the end of the ranking."""
    end = start + len(group)
    state = State(case)
    serve_floors(case, order, state)
    serve_ranks(case, order[:start], state)
    effort.spend(end)
    open_ = tuple(number for number in group if not state.awards[number])
    touched = {limit for number in open_ for limit in case.candidates[number].limits}
    root = _Node(open_, {limit: state.left[limit] for limit in touched}, {}, False)
    for leaf in _leaves(case, root, effort):
        if leaf is None or not effort.spend(len(order) - end):
            found.complete = False
            return
        ended = state.copy()
        for number, award in leaf.awards.items():
            give(case, ended, number, award)
        if not leaf.ended:
            serve_ranks(case, order, ended, first=end, least=least)
        if not found.add(ended.awards):
            return


def _leaves(case: Case, root: _Node, effort: _Effort) -> Iterator[_Node | None]:
    """Every different way a tie can end; None if the search was given up."""
    seen: set[tuple[tuple[int, ...], tuple[tuple[int, int], ...], bool]] = set()
    stack: list[Iterator[_Node]] = [iter((root,))]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        if not effort.spend(len(node.waiting)):
            yield None
            return
        _shorten(case, node)
        key = (node.waiting, tuple(sorted(node.awards.items())), node.ended)
        if key in seen:
            continue
        seen.add(key)
        if node.waiting:
            stack.append(_next(case, node))
        else:
            yield node


def _next(case: Case, node: _Node) -> Iterator[_Node]:
    """Each of those taken next whose order is to be tried."""
    for number in node.together:
        candidate = case.candidates[number]
        room = min(node.left[limit] for limit in candidate.limits)
        below = _Node(
            tuple(other for other in node.waiting if other != number),
            dict(node.left),
            dict(node.awards),
            case.stops and candidate.admissible > node.left[MONEY],
        )
        _take(case, below, number, award_in(case, candidate, room))
        yield below


def _take(case: Case, node: _Node, number: int, award: int) -> None:
    if award:
        node.awards[number] = award
        for limit in case.candidates[number].limits:
            node.left[limit] -= award


def _shorten(case: Case, node: _Node) -> None:
    """Take out those for whom the order makes no difference any more.

    Under `skip`: who cannot get anything now never can, for rooms only shrink. A limit is scarce if the
    largest awards of all the waiting ones exceed it; who needs none of these gets that award in any order,
    and hinders no one.
    Under `stop` anyone may end it, so only the plain ends are recognised.
    """
    first: dict[int, int] = {}
    used: dict[int, int] = {}
    for number in node.waiting:
        candidate = case.candidates[number]
        room = min(node.left[limit] for limit in candidate.limits)
        award = award_in(case, candidate, room)
        if award:
            first[number] = award
        for limit in candidate.limits:
            used[limit] = used.get(limit, 0) + (candidate.admissible if case.stops else award)
    if case.stops:
        if node.ended or not first:
            node.ended = node.ended or any(
                case.candidates[number].admissible > node.left[MONEY] for number in node.waiting
            )
            node.waiting = ()
        elif all(sum_ <= node.left[limit] for limit, sum_ in used.items()):
            for number, award in first.items():
                _take(case, node, number, award)
            node.waiting = ()
        node.together = node.waiting
        return
    scarce = {limit for limit, sum_ in used.items() if sum_ > node.left[limit]}
    waiting = []
    for number, award in first.items():
        if scarce.isdisjoint(case.candidates[number].limits):
            _take(case, node, number, award)
        else:
            waiting.append(number)
    node.waiting = tuple(waiting)
    node.together = _together(case, waiting, scarce)


def _together(case: Case, waiting: Sequence[int], scarce: set[int]) -> tuple[int, ...]:
    """The first of the waiting ones and whoever competes with it, directly or through others.

    Those who share no scarce limit do not meet, so orders are tried for one such circle after the other.
    """
    if not waiting:
        return ()
    limits = {number: scarce.intersection(case.candidates[number].limits) for number in waiting}
    circle = {waiting[0]}
    reached = set(limits[waiting[0]])
    while True:
        more = {number for number in waiting if number not in circle and limits[number] & reached}
        if not more:
            return tuple(number for number in waiting if number in circle)
        circle |= more
        reached.update(*(limits[number] for number in more))


# -- with floors -------------------------------------------------------------------------------------------


def _at_floors(case: Case, groups: Sequence[Group], final: State) -> set[int]:
    """Places of the ties whose order can change what step 5 does: where a floor or a limit is reached.

    The pass is made again with the awards that are known. A tie is harmless for a floor if those of its
    members that fit do so together, and none of them is one too many.
    """
    left = list(case.left)
    sums = [floor.fixed for floor in case.floors]
    given: set[int] = set()
    doubtful: set[int] = set()
    for floor, declared in enumerate(case.floors):
        for place, group in enumerate(groups):
            if sums[floor] >= declared.amount:
                break
            queue = [n for n in group if floor in case.candidates[n].floors and n not in given]
            if len(queue) > 1 and not _harmless(case, queue, left, declared.amount - sums[floor]):
                doubtful.add(place)
            for number in queue:
                if final.by_floor[number] == floor:
                    given.add(number)
                    candidate = case.candidates[number]
                    for limit in candidate.limits:
                        left[limit] -= candidate.admissible
                    for other in candidate.floors:
                        sums[other] += candidate.admissible
    return doubtful


def _harmless(case: Case, queue: Sequence[int], left: Sequence[int], lacking: int) -> bool:
    candidates = [case.candidates[number] for number in queue]
    fitting = [each for each in candidates if min(left[limit] for limit in each.limits) >= each.admissible]
    if not fitting:
        return True
    used: dict[int, int] = {}
    for each in fitting:
        for limit in each.limits:
            used[limit] = used.get(limit, 0) + each.admissible
    together = sum(each.admissible for each in fitting)
    fits = all(sum_ <= left[limit] for limit, sum_ in used.items())
    return fits and together - min(each.admissible for each in fitting) < lacking


def _by_passes(
    case: Case, order: Sequence[int], start: int, group: Group, effort: _Effort, found: _Outcomes
) -> None:
    """Outcomes of a tie by whole passes: of all orders up to a size, else of telling ones."""
    before, after = order[:start], order[start + len(group) :]
    for other in _orders(group):
        if not effort.spend(len(order)):
            found.complete = False
            return
        if not found.add(walk(case, [*before, *other, *after]).awards):
            return
    found.complete = len(group) <= ALL_ORDERS


def ties_by_orders(
    groups: Sequence[Group],
    own: list[int],
    outcome: Callable[[Sequence[int]], list[int]],
    effort: int | None = None,
    parts: Sequence[Group] | None = None,
) -> tuple[LineTie, ...]:
    """Ties whose order changes an award under a rule that is computed anew for each order.

    All orders of a tie are tried up to a size, else telling ones; `own` are the awards of the settled order.
    `effort` is what it costs to compute one, in looks at an application. `parts` of a tie, where there is one, have
    an order each: members of different parts are not equal.
    """
    order = [number for group in groups for number in group]
    cost = 10 * len(order) if effort is None else effort
    left = _Effort(STEPS // 4)
    found: list[LineTie] = []
    start = 0
    for group in groups:
        before, after = order[:start], order[start + len(group) :]
        start += len(group)
        if len(group) == 1:
            continue
        outcomes = _Outcomes([own], True)
        orders = _orders(group) if parts is None else _orders_of_parts(parts)
        for other in orders:
            if not left.spend(cost):
                outcomes.complete = False
                break
            if not outcomes.add(outcome([*before, *other, *after])):
                break
        else:
            outcomes.complete = _all_orders(parts or (group,))
        if len(outcomes.awards) > 1 or not outcomes.complete:
            found.append(_line_tie(group, outcomes))
    return tuple(found)


def _all_orders(parts: Sequence[Group]) -> bool:
    """Whether there are so few orders that all are tried."""
    return math.prod(math.factorial(len(part)) for part in parts) <= math.factorial(ALL_ORDERS)


def _orders_of_parts(parts: Sequence[Group]) -> Iterator[Sequence[int]]:
    """All orders, if there are few, else telling ones of a part each, the others as they are settled."""
    if _all_orders(parts):
        for each in itertools.product(*(itertools.permutations(part) for part in parts)):
            yield [number for part in each for number in part]
        return
    for place, part in enumerate(parts):
        for order in _orders(part):
            yield [number for each in (*parts[:place], order, *parts[place + 1 :]) for number in each]


def _orders(group: Group) -> Iterable[Sequence[int]]:
    """Orders of a tie, the settled one first."""
    if len(group) <= ALL_ORDERS:
        return itertools.permutations(group)
    return itertools.chain(
        (group, group[::-1]),
        ([each, *(other for other in group if other != each)] for each in group),
        ([*(other for other in group if other != each), each] for each in group),
    )
