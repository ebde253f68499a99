"""One pass of the steps 5 and 6 of docs/allocation.md, section 2, in a given order.

Everything that asks "what if" (ties, other budgets, other scores) makes the same pass in another order or
with other money; so there is one place where money is given away.
"""

from collections.abc import Sequence

from kic.allocation.case import MONEY, Candidate, Case

ENDLESS = 1 << 100
"""More than any amount."""
NO_FLOOR = -1


class State:
    """What a pass has done so far.

    `left` is what each limit leaves; `awards`, `rooms` and `bounds` are by candidate: cents, the room at its
    turn and the limit that made it smallest. `by_floor` is the floor that funded a candidate, or NO_FLOOR.
    `ended` is the place in the order behind which `stop` ended the pass.

    `looks` is how many places of the order step 6 has looked at.

    `slack` is by how much the money could be more with every decision the same (amounts of a partial award
    aside); `rising` says whether the money left would be more too.
    """

    __slots__ = (
        "awards",
        "bounds",
        "by_floor",
        "ended",
        "left",
        "looks",
        "missing",
        "order",
        "rising",
        "rooms",
        "slack",
        "sums",
    )  # fmt: skip

    def __init__(self, case: Case, money: int | None = None) -> None:
        number = len(case.candidates)
        self.left = list(case.left)
        if money is not None:
            self.left[MONEY] = money
        self.sums = [floor.fixed for floor in case.floors]
        self.awards = [0] * number
        self.rooms: list[int | None] = [None] * number
        self.bounds = [MONEY] * number
        self.by_floor = [NO_FLOOR] * number
        self.order: list[int] = []
        self.missing: dict[str, int] = {}
        self.ended: int | None = None
        self.slack = ENDLESS
        self.rising = True
        self.looks = 0

    def copy(self) -> "State":
        """The same state, to go on from separately."""
        twin = object.__new__(State)
        for name in State.__slots__:
            value = getattr(self, name)
            setattr(twin, name, value.copy() if isinstance(value, (list, dict)) else value)
        return twin


def walk(case: Case, order: Sequence[int], money: int | None = None, least: Sequence[int] = ()) -> State:
    """The whole pass: floors first, then the rest in rank order. `money` other than the case's.

    With `least` (see `least_behind`) a pass ends where the money left is too little for all that follow;
    rooms are then not known for them.
    """
    state = State(case, money)
    if case.floors:
        serve_floors(case, order, state)
    serve_ranks(case, order, state, least=least)
    return state


def least_behind(case: Case, order: Sequence[int]) -> list[int]:
    """For each place of the order the smallest money that funds anyone from there on."""
    least = [ENDLESS] * (len(order) + 1)
    for place in range(len(order) - 1, -1, -1):
        least[place] = min(least[place + 1], case.candidates[order[place]].least)
    return least


def serve_floors(case: Case, order: Sequence[int], state: State) -> None:
    """Step 5: for each floor in declared order, full amounts in rank order until it is reached.

    What does not fit is passed over. What unmet floors lack is kept, where the problem says so, once all
    floors have been served: money for projects goes before money that waits for them.
    """
    left = state.left
    for floor, declared in enumerate(case.floors):
        for number in order:
            candidate = case.candidates[number]
            if floor not in candidate.floors:
                continue
            if state.sums[floor] >= declared.amount:
                break
            if state.awards[number]:
                continue
            amount = candidate.admissible
            bound, caps = _smallest(left, candidate.limits)
            if min(left[MONEY], caps) >= amount:
                state.rooms[number], state.bounds[number] = left[bound], bound
                state.by_floor[number] = floor
                give(case, state, number, amount)
            elif caps >= amount:
                state.slack = min(state.slack, amount - left[MONEY] - 1)
        if state.sums[floor] < declared.amount:
            state.missing[declared.theme] = declared.amount - state.sums[floor]
    if case.keeps:
        _keep(state, sum(state.missing.values()))


def _keep(state: State, missing: int) -> None:
    """Set aside what unmet floors lack, as far as there is money."""
    money = state.left[MONEY]
    if money < missing:
        state.slack = min(state.slack, missing - money)
        state.rising = False
    state.left[MONEY] = max(money - missing, 0)


def serve_ranks(
    case: Case, order: Sequence[int], state: State, *, first: int = 0, least: Sequence[int] = ()
) -> None:
    """Step 6 from a place of the order on: whole amounts, declared partial awards, skip or stop."""
    candidates, left, awards = case.candidates, state.left, state.awards
    rooms, bounds = state.rooms, state.bounds
    stops = case.stops
    breaks_off = bool(least) and not stops
    place = first
    for place in range(first, len(order)):
        number = order[place]
        if awards[number]:
            continue
        candidate = candidates[number]
        money = left[MONEY]
        if breaks_off and money < least[place]:
            if state.rising:
                state.slack = min(state.slack, least[place] - money - 1)
            break
        amount = candidate.admissible
        if len(candidate.limits) == 1:
            bound, caps = MONEY, ENDLESS
        else:
            bound, caps = _smallest(left, candidate.limits)
        room = min(caps, money)
        rooms[number], bounds[number] = room, bound
        if amount <= room:
            give(case, state, number, amount)
            continue
        if state.rising and money < amount:
            _narrow(case, state, amount, candidate.least, caps)
        if room >= candidate.least:
            give(case, state, number, award_in(case, candidate, room))
        if stops and money < amount:
            state.ended = place
            break
    state.looks += place - first + 1


def _smallest(left: Sequence[int], limits: Sequence[int]) -> tuple[int, int]:
    """The limit that leaves least (the first if equal), and what the caps among them leave."""
    bound, caps = MONEY, ENDLESS
    for limit in limits[1:]:
        if left[limit] < caps:
            caps = left[limit]
            if caps < left[MONEY]:
                bound = limit
    return bound, caps


def award_in(case: Case, candidate: Candidate, room: int) -> int:
    """What a candidate gets in step 6 if this is its room: all, a part, or nothing (0)."""
    if candidate.admissible <= room:
        return candidate.admissible
    return room // case.grid * case.grid if room >= candidate.least else 0


def give(case: Case, state: State, number: int, amount: int) -> None:
    """Write an award down wherever it counts."""
    candidate = case.candidates[number]
    state.awards[number] = amount
    state.order.append(number)
    for limit in candidate.limits:
        state.left[limit] -= amount
    for floor in candidate.floors:
        state.sums[floor] += amount


def _narrow(case: Case, state: State, amount: int, least: int, caps: int) -> None:
    """More money decides otherwise here: it suffices for all, for a part, or ends nothing any more."""
    money = state.left[MONEY]
    slack = state.slack
    if caps >= amount or case.stops:
        slack = min(slack, amount - money - 1)
    if money < least <= caps:
        slack = min(slack, least - money - 1)
    if least <= money < caps:  # a part, as large as the money
        slack = min(slack, min(caps, amount) - money - 1)
        if case.crumbs:
            # what rounding leaves can fund a request that is smaller than the grid
            slack = min(slack, case.grid - money % case.grid - 1)
        else:
            state.rising = False
    state.slack = slack
