"""Why an application got nothing, or not all: from the recorded decision as it stands, naming nobody else.

The sentences go into the letter (Ablehnungsbescheid) and into the file that the applicant inspects. They say what the
decision's own line of the proposal says; amounts, names and ranks of others are not in them.
"""

from typing import TYPE_CHECKING

from kic.allocation.outcome import Cause, Outcome
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money, Number, exactly
from kic.documents.blackout import Blackout
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.decisions import Award, Decision, Proposed
from kic.domain.decisions.of_call import awarded_elsewhere
from kic.domain.decisions.proof_rules import recomputed
from kic.domain.meetings import Meeting
from kic.domain.notices.drafting import decision_on, ties_lost
from kic.domain.scoring.visibility import shows_marks

if TYPE_CHECKING:
    from kic.allocation.proposal import Standing


def refusal_reason(repository: Snapshot, application: Application) -> list[Text]:
    """The reasons, sentence by sentence; none where nothing is decided, or all that is admissible was given."""
    decision = decision_on(repository, application)
    if decision is None:
        return _without_decision(repository, application)
    award = next(each for each in decision.awards if each.application == application.id)
    line = next((each for each in decision.proposal if each.application == application.id), None)
    standing = decision.standing[application.id]
    if standing.cents and (line is None or standing >= line.admissible >= application.requested):
        return []
    blackout = Blackout(repository, (application.id,))
    found = [_decided(repository, decision, award)]
    if line is not None and award.amount == line.amount:
        found += _why(repository, application, decision, line, blackout)
    elif award.deviation is not None:
        found += _deviation(award, blackout)
    found += _since(decision, application, blackout)
    if not standing.cents:
        found += _waits(repository, decision, application)
    return found


def _without_decision(repository: Snapshot, application: Application) -> list[Text]:
    """An application that the office set aside before the committee met."""
    if not application.ineligible:
        return []
    note = application.ineligible_note
    blackout = Blackout(repository, (application.id,))
    found = [
        text(
            "The application {id} takes no part in the allocation: {reasons}.",
            id=application.id,
            reasons=application.ineligible,
        )
    ]
    if note is not None and not blackout.tells(note):
        found.append(text("On this: {note}", note=note))
    return found


def _decided(repository: Snapshot, decision: Decision, award: Award) -> Text:
    """The decision that is cited: day, meeting, item, result."""
    meeting = repository.get(Meeting, decision.meeting)
    item = meeting.item(award.item) if meeting is not None else None
    if award.amount.cents:
        if item is None:
            return text(
                "By the decision of {date}, the application {id} receives {amount}.",
                date=decision.date,
                id=award.application,
                amount=award.amount,
            )
        return text(
            "By the decision of {date}, item {number} of the meeting, the application {id} receives {amount}.",
            date=decision.date,
            number=str(item.number),
            id=award.application,
            amount=award.amount,
        )
    if item is None:
        return text(
            "By the decision of {date}, the application {id} receives no award.",
            date=decision.date,
            id=award.application,
        )
    return text(
        "By the decision of {date}, item {number} of the meeting, the application {id} receives no award.",
        date=decision.date,
        number=str(item.number),
        id=award.application,
    )


def _how(tie: Text) -> str:
    """The words of the minutes on how a tie was settled."""
    return str(tie.values["how"])


def _why(
    repository: Snapshot, application: Application, decision: Decision, line: Proposed, blackout: Blackout
) -> list[Text]:
    """What the proposal rests on, where the committee followed it."""
    call = repository.get(Call, decision.call)
    found: list[Text] = []
    if line.outcome is Outcome.INELIGIBLE and application.ineligible:
        return [text("It takes no part in the allocation: {reasons}.", reasons=application.ineligible)]
    marks = shows_marks(repository, decision.call)
    score = score_of(line)
    ranked = sum(each.rank is not None for each in decision.proposal)
    if marks and score is not None and line.rank is not None:
        found.append(
            text(
                "With a score of {score} it is on rank {rank} of {ranked}.",
                score=score,
                rank=str(line.rank),
                ranked=str(ranked),
            )
        )
    again = recomputed(repository, decision)
    standing = again.standings.get(application.id) if application.id not in again.differing else None
    own = decision.basis.budget - awarded_elsewhere(repository, decision)
    found.append(_cause(call, decision, line, standing, score if marks else None, own))
    if marks and line.cause in (Cause.LINE, Cause.BUDGET):
        found += (each for each in ties_lost(application.id, decision) if not blackout.tells(_how(each)))
    if line.admissible < application.requested:
        found.append(
            text(
                "Of the {requested} that were requested, {admissible} are admissible under the terms of the call.",
                requested=application.requested,
                admissible=line.admissible,
            )
        )
    return found


def _cause(
    call: Call | None,
    decision: Decision,
    line: Proposed,
    standing: "Standing | None",
    score: Number | None,
    own: Money,
) -> Text:
    """The sentence that says why, without anybody's name; with sums only where they come out again (`standing`).

    `own` is the call's own money: a second call's proposal also counts what the first one awarded.
    """
    if line.outcome is Outcome.INELIGIBLE:
        return _out(call, line, score)
    if line.cause is Cause.RULE:
        return text(
            "Under the rule that the call has fixed ({rule}) it is not among those that are funded in full.",
            rule=decision.basis.rule,
        )
    if line.cause is Cause.LINE:
        return text("The allocation ended before its turn, since more was needed there than was left.")
    if standing is None or standing.room is None or not (standing.needed or line.amount.cents):
        return text("What was left of the money of the call at its turn did not suffice for it.")
    bound = line.cause if line.amount == Money(0) else standing.bound
    if bound is Cause.THEME_CAP:
        sentence = text(
            "The most that the call gives for its theme left {room} at its turn.", room=standing.room
        )
    elif bound is Cause.APPLICANT_CAP:
        sentence = text("The most that the call gives to one applicant left {room}.", room=standing.room)
    else:
        sentence = text(
            "The money of the call, {budget}, left {room} at its turn.",
            budget=own,
            room=standing.room,
        )
    if line.amount.cents or standing.needed is None:
        return sentence
    return text("{sentence} It needs {needed} at least.", sentence=sentence, needed=standing.needed)


def _out(call: Call | None, line: Proposed, score: Number | None) -> Text:
    """Why it took no part in the ranking."""
    threshold = call.terms.threshold if call is not None else None
    if line.cause is Cause.MARKS:
        return text("It did not get as many marks as the call demands for an award.")
    if line.cause is Cause.THRESHOLD and threshold is not None and score is not None:
        return text(
            "Its score of {score} is below the threshold of {threshold} that the call has fixed.",
            score=score,
            threshold=threshold,
        )
    if line.cause is Cause.THRESHOLD:
        return text("Its score is below what the call has fixed for an award.")
    if not line.admissible.cents:
        return text("Nothing of what was requested is admissible under the terms of the call.")
    return text("What is admissible is less than the least amount with which the project can be done.")


def score_of(line: Proposed) -> Number | None:
    """The score of a line with two decimals; None where there is none, or it cannot be read."""
    from fractions import Fraction  # noqa: PLC0415  # 4 ms: only where a score is said

    try:
        return Number.parse(exactly(Fraction(line.score))["decimal"]) if line.score is not None else None
    except (ValueError, ZeroDivisionError):
        return None


def _deviation(award: Award, blackout: Blackout) -> list[Text]:
    """The committee's own reason, where it can be told without telling of others."""
    assert award.deviation is not None
    if blackout.tells(award.deviation):
        return [
            text(
                "The committee deviated from the proposal; its reason also concerns others and stands in the minutes."
            )
        ]
    return [
        text("The committee deviated from the proposal for this reason: {reason}", reason=award.deviation)
    ]


def _since(decision: Decision, application: Application, blackout: Blackout) -> list[Text]:
    found = []
    for entry in decision.entries:
        if entry.application != application.id:
            continue
        found.append(
            text(
                "{event} on {date}: since then the award is {after}.",
                event=entry.event,
                date=entry.date,
                after=entry.after,
            )
        )
        if entry.reason is not None and not blackout.tells(entry.reason):
            found.append(text("On this: {note}", note=entry.reason))
    return found


def _waits(repository: Snapshot, decision: Decision, application: Application) -> list[Text]:
    """The place on the waiting list: it tells of the score, so only where that may be shown."""
    if application.id not in decision.waiting_list or not shows_marks(repository, decision.call):
        return []
    place = decision.waiting_list.index(application.id) + 1
    return [text("It is on place {place} of the waiting list.", place=str(place))]
