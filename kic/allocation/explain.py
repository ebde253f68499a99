"""Why an application gets what it gets: two or three sentences that a committee reads and a letter quotes.

Every sentence follows from the proposal's data, so that it can be checked; what was not computed (details
of a large allocation) is not said.
"""

from kic.allocation import explain_rules
from kic.allocation.amounts import ReducedBy
from kic.allocation.faults import BY_VOTES
from kic.allocation.outcome import Cause, Outcome
from kic.allocation.problem import FLOORS_BIND, Aggregate, UnmetFloor
from kic.allocation.proposal import Capped, Proposal, Standing, Warned, WarningCode
from kic.core.text import Text, plural, text
from kic.core.values import Money

SENTENCES = 3
"""So many at most are said of one application, the most important ones first."""


def explain(proposal: Proposal, id: str) -> tuple[Text, ...]:  # noqa: A002
    """What is said of one application; KeyError if it takes no part."""
    standing = proposal.standings[id]
    said: tuple[Text | None, ...]
    if standing.outcome is Outcome.INELIGIBLE:
        said = (_ineligible(proposal, standing), _further(proposal, standing), _need(proposal, standing))
    elif standing.cause is Cause.RULE or proposal.rule in explain_rules.OWN:
        first, *others = explain_rules.sentences(proposal, standing, _reduced(proposal, standing))
        said = (first, _tied(standing), *others)
        if not standing.award:
            said = (*said, _need(proposal, standing), _budget(proposal, standing))
    elif standing.award:
        said = (_funded(proposal, standing), _reduced(proposal, standing), _tied(standing))
    else:
        said = (
            _unfunded(proposal, standing),
            _need(proposal, standing),
            _tied(standing),
            _budget(proposal, standing),
            _passed(standing),
        )
    return tuple(sentence for sentence in said if sentence is not None)[:SENTENCES]


def remarks(proposal: Proposal) -> tuple[Text, ...]:
    """What is said of the proposal as a whole: how good an optimum is, and a sentence for each warning."""
    return (*explain_rules.about(proposal), *(_remark(proposal, each) for each in proposal.warnings))


# -- funded ------------------------------------------------------------------------------------------------


def _funded(proposal: Proposal, standing: Standing) -> Text:
    problem = proposal.problem
    ranked = len(proposal.ranking)
    if standing.cause is Cause.FLOOR:
        assert standing.floor is not None
        return text(
            "The application {id} is on rank {rank} of {ranked} with a score of {score} and receives its "
            "full admissible amount of {award}, because the floor of {floor} for the theme {theme} is "
            "served first.",
            id=standing.id,
            rank=standing.rank,
            ranked=ranked,
            score=standing.score,
            award=standing.award,
            floor=problem.floors.themes[standing.floor],
            theme=standing.floor,
        )
    if standing.outcome is Outcome.PARTIAL:
        return _partly(ranked, standing)
    return text(
        "The application {id} is on rank {rank} of {ranked} with a score of {score} and receives its full "
        "admissible amount of {award}.",
        id=standing.id,
        rank=standing.rank,
        ranked=ranked,
        score=standing.score,
        award=standing.award,
    )


def _partly(ranked: int, standing: Standing) -> Text:
    if standing.bound is Cause.THEME_CAP:
        return text(
            "The application {id} is on rank {rank} of {ranked} with a score of {score} and receives "
            "{award} of its admissible amount of {admissible}: the cap of the theme {theme} left {room} at "
            "its turn.",
            id=standing.id,
            rank=standing.rank,
            ranked=ranked,
            score=standing.score,
            award=standing.award,
            admissible=standing.admissible,
            theme=standing.limit,
            room=standing.room,
        )
    if standing.bound is Cause.APPLICANT_CAP:
        return text(
            "The application {id} is on rank {rank} of {ranked} with a score of {score} and receives "
            "{award} of its admissible amount of {admissible}: the cap for each applicant left {room} at "
            "its turn.",
            id=standing.id,
            rank=standing.rank,
            ranked=ranked,
            score=standing.score,
            award=standing.award,
            admissible=standing.admissible,
            room=standing.room,
        )
    return text(
        "The application {id} is on rank {rank} of {ranked} with a score of {score} and receives {award} "
        "of its admissible amount of {admissible}: the budget left {room} at its turn.",
        id=standing.id,
        rank=standing.rank,
        ranked=ranked,
        score=standing.score,
        award=standing.award,
        admissible=standing.admissible,
        room=standing.room,
    )


def _reduced(proposal: Proposal, standing: Standing) -> Text | None:
    """Why the award is less than the request; or that it is not."""
    if standing.outcome is Outcome.PARTIAL:
        if standing.minimum is None:  # the same factor for all cuts whoever declared none
            return None
        return text(
            "Its declared minimum of {minimum} is reached, so the project can be done with this part.",
            minimum=standing.minimum,
        )
    if standing.award == standing.requested:
        return text("Its request is met in full.")
    return _reduction(proposal, standing)


def _reduction(proposal: Proposal, standing: Standing) -> Text | None:
    """What made the admissible amount less than the request: the limit that was smallest, and the grid."""
    limits = [each for each in standing.reductions if each.by is not ReducedBy.GRID]
    if not limits:
        return None
    if limits[-1].by is ReducedBy.TIER:
        assert proposal.problem.tiers is not None
        assert standing.score is not None
        start, rate = proposal.problem.tiers.of(standing.score)
        return text(
            "Its score is in the band from {start} on, in which {rate} of the otherwise admissible {before} "
            "are given.",
            start=start,
            rate=rate,
            before=limits[-1].before,
        )
    problem, smallest = proposal.problem, limits[-1]
    if smallest.by is ReducedBy.RATE:
        if smallest.to == standing.admissible:
            return text(
                "Of the requested {requested} the rate of {rate} of its eligible costs of {eligible} "
                "admits {to}.",
                requested=standing.requested,
                rate=problem.rate,
                eligible=standing.eligible,
                to=smallest.to,
            )
        return text(
            "Of the requested {requested} the rate of {rate} of its eligible costs of {eligible} admits "
            "{to}, rounded down to {admissible}, a multiple of {grid}.",
            requested=standing.requested,
            rate=problem.rate,
            eligible=standing.eligible,
            to=smallest.to,
            admissible=standing.admissible,
            grid=problem.grid,
        )
    return _capped_by_applicant(proposal, standing, smallest.to)


def _capped_by_applicant(proposal: Proposal, standing: Standing, to: Money) -> Text:
    """What the cap for each applicant admits, and whether awards that are fixed already use some of it up."""
    problem = proposal.problem
    decided = any(award.applicant == standing.applicant for award in problem.fixed)
    known = {"requested": standing.requested, "cap": problem.caps.applicant, "to": to}
    if to == standing.admissible:
        if decided:
            return text(
                "Of the requested {requested} the cap of {cap} for each applicant, less what is already "
                "decided, admits {to}.",
                **known,
            )
        return text("Of the requested {requested} the cap of {cap} for each applicant admits {to}.", **known)
    known |= {"admissible": standing.admissible, "grid": problem.grid}
    if decided:
        return text(
            "Of the requested {requested} the cap of {cap} for each applicant, less what is already decided, "
            "admits {to}, rounded down to {admissible}, a multiple of {grid}.",
            **known,
        )
    return text(
        "Of the requested {requested} the cap of {cap} for each applicant admits {to}, rounded down to "
        "{admissible}, a multiple of {grid}.",
        **known,
    )


# -- not funded --------------------------------------------------------------------------------------------


def _unfunded(proposal: Proposal, standing: Standing) -> Text:
    ranked = len(proposal.ranking)
    if standing.cause is Cause.LINE:
        return text(
            "The application {id} is on rank {rank} of {ranked} with a score of {score} and is not funded: "
            "the allocation ended before its turn, after the application {other}, which exceeded the money "
            "left.",
            id=standing.id,
            rank=standing.rank,
            ranked=ranked,
            score=standing.score,
            other=proposal.ended_by,
        )
    if standing.cause is Cause.THEME_CAP:
        return text(
            "The application {id} is on rank {rank} of {ranked} with a score of {score} and is not funded: "
            "the cap of the theme {theme} left {room} at its turn, {short} less than the {needed} that it "
            "needs at least.",
            id=standing.id,
            rank=standing.rank,
            ranked=ranked,
            score=standing.score,
            theme=standing.limit,
            room=standing.room,
            short=standing.short_by,
            needed=standing.needed,
        )
    if standing.cause is Cause.APPLICANT_CAP:
        return text(
            "The application {id} is on rank {rank} of {ranked} with a score of {score} and is not funded: "
            "the cap for each applicant left {room} at its turn, {short} less than the {needed} that it "
            "needs at least.",
            id=standing.id,
            rank=standing.rank,
            ranked=ranked,
            score=standing.score,
            room=standing.room,
            short=standing.short_by,
            needed=standing.needed,
        )
    return text(
        "The application {id} is on rank {rank} of {ranked} with a score of {score} and is not funded: the "
        "budget left {room} at its turn, {short} less than the {needed} that it needs at least.",
        id=standing.id,
        rank=standing.rank,
        ranked=ranked,
        score=standing.score,
        room=standing.room,
        short=standing.short_by,
        needed=standing.needed,
    )


def _need(proposal: Proposal, standing: Standing) -> Text | None:
    """The score that would have sufficed, and in whose place."""
    if standing.details is None or not standing.details.score_known:
        return None
    need = standing.details.score_needed
    if need is None:
        if standing.outcome is Outcome.INELIGIBLE and standing.cause in (Cause.MARKS, Cause.MINIMUM):
            return None
        if standing.cause is Cause.THRESHOLD and proposal.problem.aggregate is Aggregate.CENTRED:
            return None
        if proposal.rule in BY_VOTES:
            return None  # other marks would be other votes, too
        return text("No other score would have changed this.")
    if need.drops:
        if need.above:
            return text(
                "With a score above {score} it would have been funded instead of {drops}.",
                score=need.score,
                drops=need.drops,
            )
        return text(
            "With a score of at least {score} it would have been funded instead of {drops}.",
            score=need.score,
            drops=need.drops,
        )
    if need.above:
        return text("With a score above {score} it would have been funded.", score=need.score)
    return text("With a score of at least {score} it would have been funded.", score=need.score)


def _budget(proposal: Proposal, standing: Standing) -> Text | None:
    """The nearest larger budget that would have sufficed; else the nearest smaller one, which can be."""
    if standing.details is None:
        return None
    if standing.details.next_budget is not None:
        return text(
            "With a budget of {budget} and all else unchanged it would have been funded: this is the nearest larger "
            "one, but not all budgets were found within the fixed number of steps.",
            budget=standing.details.next_budget,
        )
    if standing.details.budgets is None:
        return text(
            "Which other budget would have changed this was not found within the fixed number of steps."
        )
    intervals = standing.details.budgets.intervals
    larger = [start for start, _ in intervals if start > proposal.budget]
    smaller = [end for _, end in intervals if end is not None and end < proposal.budget]
    if larger:
        return text(
            "With a budget of {budget} and all else unchanged it would have been funded.", budget=larger[0]
        )
    if smaller:
        return text(
            "With a smaller budget of {budget} and all else unchanged it would have been funded, because "
            "others would not have fitted.",
            budget=smaller[-1],
        )
    return _capped(standing.details.capped, standing)


def _capped(capped: Capped | None, standing: Standing) -> Text:
    """Why no money would have sufficed."""
    if capped is None or standing.needed is None or capped.room >= standing.needed:
        return text("No other budget would have changed this.")
    if capped.by is Cause.THEME_CAP:
        return text(
            "No other budget would have changed this: with more money the cap of the theme {theme} "
            "leaves it {room} at its turn, less than the {needed} that it needs at least.",
            theme=capped.limit,
            room=capped.room,
            needed=standing.needed,
        )
    return text(
        "No other budget would have changed this: with more money the cap for each applicant leaves "
        "it {room} at its turn, less than the {needed} that it needs at least.",
        room=capped.room,
        needed=standing.needed,
    )


def _passed(standing: Standing) -> Text | None:
    if standing.details is None or not standing.details.funded_past:
        return None
    return plural(
        "One application ranked below it is funded, because it fitted what was left or a theme's floor.",
        "{n} applications ranked below it are funded, because they fitted what was left or a theme's floor.",
        n=len(standing.details.funded_past),
    )


def _tied(standing: Standing) -> Text | None:
    if not standing.at_line:
        return None
    return text("A tie decides this; with another order within it the award would be another.")


# -- not eligible ------------------------------------------------------------------------------------------


def _ineligible(proposal: Proposal, standing: Standing) -> Text:
    problem = proposal.problem
    if standing.cause is Cause.MARKS:
        return plural(
            "The application {id} has {n} mark and takes no part: the minimum is {least}.",
            "The application {id} has {n} marks and takes no part: the minimum is {least}.",
            n=standing.marks,
            id=standing.id,
            least=max(int(problem.min_marks), 1),
        )
    if standing.cause is Cause.THRESHOLD and standing.below_bands:
        assert problem.tiers is not None
        return text(
            "The application {id} has a score of {score} and takes no part: the lowest band begins at {start}.",
            id=standing.id,
            score=standing.score,
            start=problem.tiers.lowest,
        )
    if standing.cause is Cause.THRESHOLD:
        assert problem.threshold is not None
        return text(
            "The application {id} has a score of {score} and takes no part: the threshold is {threshold}.",
            id=standing.id,
            score=standing.threshold_score,
            threshold=problem.threshold,
        )
    if not standing.admissible:
        return text(
            "The application {id} takes no part: of its request of {requested} nothing is admissible.",
            id=standing.id,
            requested=standing.requested,
        )
    return text(
        "The application {id} takes no part: its admissible amount of {admissible} is less than its "
        "declared minimum of {minimum}.",
        id=standing.id,
        admissible=standing.admissible,
        minimum=standing.minimum,
    )


def _further(proposal: Proposal, standing: Standing) -> Text | None:
    """What stands behind the reason."""
    if standing.cause is Cause.MARKS:
        return text(
            "An abstention or exclusion is no mark; it counts neither for nor against an application."
        )
    if standing.cause is Cause.THRESHOLD and standing.below_bands:
        return None
    if standing.cause is Cause.THRESHOLD:
        assert proposal.problem.threshold is not None
        assert standing.threshold_score is not None
        return text(
            "It lacks {lacking} to the threshold.",
            lacking=proposal.problem.threshold.fraction - standing.threshold_score,
        )
    return _reduction(proposal, standing)


# -- the whole ---------------------------------------------------------------------------------------------


def _remark(proposal: Proposal, warned: Warned) -> Text:
    amount = warned.amount or Money(0)
    if warned.code is WarningCode.FLOOR_UNMET:
        if proposal.rule not in FLOORS_BIND:
            return text(
                "The floor of the theme {theme} is not reached: {amount} are missing. The rule {rule} does "
                "not look at floors.",
                theme=warned.ids[0],
                amount=amount,
                rule=proposal.rule,
            )
        if proposal.problem.unmet_floor is UnmetFloor.KEEP:
            return text(
                "The floor of the theme {theme} is not reached: {amount} are missing and stay unallocated, "
                "as far as there is money.",
                theme=warned.ids[0],
                amount=amount,
            )
        return text(
            "The floor of the theme {theme} is not reached: {amount} are missing and were released.",
            theme=warned.ids[0],
            amount=amount,
        )
    if warned.code is WarningCode.MONEY_UNUSED:
        return plural(
            "{amount} stay unallocated, although one eligible application is not funded.",
            "{amount} stay unallocated, although {n} eligible applications are not funded.",
            n=len(warned.ids),
            amount=amount,
        )
    if warned.code is WarningCode.ORDER_FLIPS:
        return text(
            "{first} is ranked directly above {second}, but on the seats that marked both it is the other "
            "way round.",
            first=warned.ids[0],
            second=warned.ids[1],
        )
    if warned.code is WarningCode.CAP_EXCEEDED:
        return text(
            "Awards already decided exceed the cap for {name} by {amount}; nothing more can be given under "
            "it.",
            name=warned.ids[0],
            amount=amount,
        )
    if warned.code is WarningCode.FIRST_UNFUNDED:
        return text(
            "The application on rank 1, {id}, is not funded under the rule {rule}.",
            id=warned.ids[0],
            rule=proposal.rule,
        )
    if warned.code is WarningCode.ALREADY_DECIDED:
        return text("Already decided and therefore without part in this proposal: {ids}.", ids=warned.ids)
    return text("The tie of {ids} may have more outcomes than are listed.", ids=warned.ids)
