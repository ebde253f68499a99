"""Ties at the line: where another order within a tie changes an award, and what the outcomes are.

Trying every order is hopeless from a dozen members on, so three things are used. Whether the order of a
tie matters at all is decided from the room at its start; most ties end there. Where it matters, outcomes are
searched depth first, and members that get the same in every order are taken out at once. Only where a
floor is reached within a tie, whole passes are made for each order.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kic.allocation.case import Case
from kic.allocation.course import LineTie
from kic.allocation.ranking import Group
from kic.allocation.walk import State, award_in, give, least_behind, serve_floors, serve_ranks, walk

OUTCOMES = 20
"""So many variants of a tie are listed."""
NODES = 4000
"""So many steps one search may take."""
ALL_ORDERS = 6
"""Up to so many members every order is tried where a floor is reached within the tie."""
PASSES = 720
STEPS = 300_000
"""Whole passes for one tie, and applications looked at in them."""


def ties_at_the_line(case: Case, groups: Sequence[Group], final: State) -> tuple[LineTie, ...]:
    """Every tie whose order changes an award, in rank order. `final` is the state after the own pass."""
    if all(len(group) == 1 for group in groups):
        return ()
    order = [number for group in groups for number in group]
    least = least_behind(case, order)
    at_floors = _at_floors(case, groups, final)
    state = State(case)
    serve_floors(case, order, state)
    found = []
    end = 0
    for place, group in enumerate(groups):
        end += len(group)
        if len(group) > 1:
            outcomes: _Outcomes | None = None
            if place in at_floors:
                outcomes = _by_passes(case, order, end - len(group), group, least)
            elif state.ended is None and _matters(case, group, state):
                outcomes = _by_search(case, order, end, group, least, state)
            if outcomes is not None and (len(outcomes.awards) > 1 or not outcomes.complete):
                found.append(_line_tie(group, outcomes))
        if state.ended is None:
            serve_ranks(case, group, state)
        elif not at_floors:
            break
    return tuple(found)


class _Outcomes(msgspec.Struct):
    """Different awards of all candidates, the own ones first."""

    awards: list[list[int]]
    complete: bool


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


def _matters(case: Case, group: Group, state: State) -> bool:
    """Whether the order of a tie can change what step 6 does, from the state before it.

    Under `skip` it does so exactly if not everyone can have what the first one would have. For if all these
    awards together respect every limit, each finds room for its own wherever it stands; if not, someone
    gets less than by standing first. Under `stop` this says yes too often, never no too often.
    """
    left = state.left
    open_ = [case.candidates[number] for number in group if not state.awards[number]]
    if len(open_) < 2:  # noqa: PLR2004
        return False
    first = [award_in(case, each, min(left[limit] for limit in each.limits)) for each in open_]
    if case.stops:
        if not any(first):
            return False
        first = [each.admissible for each in open_]
    used: dict[int, int] = {}
    for each, award in zip(open_, first, strict=True):
        for limit in each.limits:
            used[limit] = used.get(limit, 0) + award
    return any(sum_ > left[limit] for limit, sum_ in used.items())


class _Node(msgspec.Struct):
    """A beginning of an order: who still waits, what is left of the limits, awards so far."""

    waiting: tuple[int, ...]
    left: dict[int, int]
    awards: dict[int, int]
    ended: bool


def _by_search(
    case: Case, order: Sequence[int], end: int, group: Group, least: Sequence[int], state: State
) -> _Outcomes:
    """Outcomes of a tie that no floor touches, each carried on to the end of the ranking."""
    open_ = tuple(number for number in group if not state.awards[number])
    touched = {limit for number in open_ for limit in case.candidates[number].limits}
    root = _Node(open_, {limit: state.left[limit] for limit in touched}, {}, False)
    found = _Outcomes([], True)
    for leaf in _leaves(case, root):
        if leaf is None or len(found.awards) == OUTCOMES:
            found.complete = False
            break
        ended = state.copy()
        for number, award in leaf.awards.items():
            give(case, ended, number, award)
        if not leaf.ended:
            serve_ranks(case, order, ended, first=end, least=least)
        if ended.awards not in found.awards:
            found.awards.append(ended.awards)
    return found


def _leaves(case: Case, root: _Node) -> Iterator[_Node | None]:
    """Every different way a tie can end, the settled order first; None if the search was given up."""
    seen: set[tuple[tuple[int, ...], tuple[tuple[int, int], ...], bool]] = set()
    stack: list[Iterator[_Node]] = [iter((root,))]
    nodes = 0
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        nodes += 1
        if nodes > NODES:
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
    """Each of the waiting ones taken next."""
    for number in node.waiting:
        candidate = case.candidates[number]
        room = min(node.left[limit] for limit in candidate.limits)
        below = _Node(
            tuple(other for other in node.waiting if other != number),
            dict(node.left),
            dict(node.awards),
            case.stops and candidate.admissible > node.left[0],
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

    Under `skip`: who cannot get anything now never can, for rooms only shrink; and who shares no limit that
    the largest awards of all the waiting ones exceed gets that award in any order, and hinders no one.
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
                case.candidates[number].admissible > node.left[0] for number in node.waiting
            )
            node.waiting = ()
        elif all(sum_ <= node.left[limit] for limit, sum_ in used.items()):
            for number, award in first.items():
                _take(case, node, number, award)
            node.waiting = ()
        return
    before = dict(node.left)
    waiting = []
    for number, award in first.items():
        if all(used[limit] <= before[limit] for limit in case.candidates[number].limits):
            _take(case, node, number, award)
        else:
            waiting.append(number)
    node.waiting = tuple(waiting)


# -- with floors -------------------------------------------------------------------------------------------


def _at_floors(case: Case, groups: Sequence[Group], final: State) -> set[int]:
    """Places of the ties whose order can change what step 5 does: where a floor or a limit is reached.

    The pass is made again with the awards that are known. A tie is harmless for a floor if all its
    members there fit together and none of them is one too many, or if none fits at all.
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
    if all(min(left[limit] for limit in each.limits) < each.admissible for each in candidates):
        return True
    used: dict[int, int] = {}
    for each in candidates:
        for limit in each.limits:
            used[limit] = used.get(limit, 0) + each.admissible
    together = sum(each.admissible for each in candidates)
    fits = all(sum_ <= left[limit] for limit, sum_ in used.items())
    return fits and together - min(each.admissible for each in candidates) < lacking


def _by_passes(case: Case, order: Sequence[int], start: int, group: Group, least: Sequence[int]) -> _Outcomes:
    """Outcomes of a tie by whole passes: of all orders up to a size, else of telling ones."""
    found = _Outcomes([], len(group) <= ALL_ORDERS)
    passes = min(PASSES, max(2 * OUTCOMES, STEPS // len(order)))
    before, after = list(order[:start]), list(order[start + len(group) :])
    for number, other in enumerate(_orders(group)):
        if number == passes or len(found.awards) == OUTCOMES:
            found.complete = False
            break
        # `least` was made for another order: it holds outside of the tie, and up to its first place
        inside = [least[start + len(group)]] * len(group)
        for place in range(len(group) - 1, -1, -1):
            below = inside[place + 1] if place + 1 < len(group) else least[start + len(group)]
            inside[place] = min(below, case.candidates[other[place]].least)
        known = [*least[:start], *inside, *least[start + len(group) :]]
        awards = walk(case, [*before, *other, *after], least=known).awards
        if awards not in found.awards:
            found.awards.append(awards)
    return found


def _orders(group: Group) -> Iterable[Sequence[int]]:
    """Orders of a tie, the settled one first."""
    if len(group) <= ALL_ORDERS:
        return itertools.permutations(group)
    return itertools.chain(
        (group, group[::-1]),
        ([each, *(other for other in group if other != each)] for each in group),
        ([*(other for other in group if other != each), each] for each in group),
    )
