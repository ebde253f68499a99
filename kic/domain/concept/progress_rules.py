"""What must hold of progress: the log's order, the reason for each step, successors, updates owed."""

import datetime
from collections.abc import Iterator

from kic.core.coherence import log_changed
from kic.core.diagnostic import Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.core.values import PartialDate
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import ancestors, editions_worked_on
from kic.domain.concept.recommendation import (
    CLOSED,
    SUCCEEDED,
    Light,
    Progress,
    Recommendation,
    Status,
)
from kic.domain.periods.law import months_later
from kic.domain.settings import Reporting, Settings

_NEEDS_REASON = frozenset({Status.POSTPONED, Status.DROPPED})
_STAGE = {
    Status.PLANNED: 0,
    Status.PREPARING: 1,
    Status.IN_PROGRESS: 2,
    Status.ONGOING: 3,
}
"""How far each state is; a step to a lower one is a step back."""


def _entries(repository: Snapshot) -> Iterator[tuple[Recommendation, int, Progress]]:
    for each in repository.all(Recommendation):
        for position, entry in enumerate(each.progress):
            yield each, position, entry


def _said(words: str | None) -> bool:
    return words is not None and bool(words.strip())


@rule("KIC230", "progress-out-of-order")
def progress_out_of_order(repository: Snapshot) -> Iterator[Finding]:
    """The entries of a progress log are in the order of their dates.

    Why: The last entry is the one in force. An entry in the wrong place would bring back an old state.

    Fix: Correct the date, or move the new entry to the end.

    Source: Practice of monitoring reports: a dated log (flussgebiete.nrw.de, Haan).
    """
    for each, position, entry in _entries(repository):
        if position and entry.date < each.progress[position - 1].date:
            yield found(
                each,
                ("progress", position, "date"),
                text(
                    "this entry is of {date}, expected not before the one above of {earlier}",
                    date=entry.date,
                    earlier=each.progress[position - 1].date,
                ),
                help=text("correct the date, or move the new entry to the end"),
            )


@dated_rule("KIC231", "progress-in-future")
def progress_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Progress is what has happened: no entry lies in the future.

    Why: A report of today must not show what is only hoped for. Plans are texts, not states.

    Fix: Correct the date, or add the entry when the day has come.

    Source: Practice of monitoring reports: a status needs a date and its evidence.
    """
    for each, position, entry in _entries(repository):
        if entry.date > today:
            yield found(
                each,
                ("progress", position, "date"),
                text("this entry is of {date}, and today is {today}", date=entry.date, today=today),
                help=text("correct the date, or add the entry when the day has come"),
            )


@rule("KIC232", "reason-missing")
def reason_missing(repository: Snapshot) -> Iterator[Finding]:
    """A yellow or red light, a postponement and a drop have a reason.

    Why: A deviation without its cause helps nobody to decide, and nobody remembers it two years later.

    Fix: Say in `note` what deviates in cost, time or goal, and why.

    Source: mediencommunity.de (yellow and red need deviation, reason, options); flussgebiete.nrw.de (dropped
    only with a reason); TU Dresden ReKIS (postponed: find the cause).
    """
    for each, position, entry in _entries(repository):
        if _said(entry.note):
            continue
        if entry.status in _NEEDS_REASON:
            message = text("{status} without a reason, expected a note", status=entry.status)
        elif entry.light in (Light.YELLOW, Light.RED):
            message = text("the light is {light} without a reason, expected a note", light=entry.light)
        else:
            continue
        yield found(
            each,
            ("progress", position, "note"),
            message,
            help=text("say in note what deviates in cost, time or goal, and why"),
        )


@rule("KIC233", "evidence-missing")
def evidence_missing(repository: Snapshot) -> Iterator[Finding]:
    """What is called implemented has evidence.

    Why: "Done" is what councils and residents look up first. A link, a report or a resolution shows it.

    Fix: Name it in `evidence`: a document, a resolution, a public page.

    Source: Practice of monitoring reports: a status changes only with dated evidence.
    """
    for each, position, entry in _entries(repository):
        if entry.status is Status.IMPLEMENTED and not any(_said(one) for one in entry.evidence):
            yield found(
                each,
                ("progress", position, "evidence"),
                text("{status} without evidence", status=entry.status),
                help=text("name a document, a resolution or a public page in evidence"),
            )


@rule("KIC234", "successors-number")
def successors_number(repository: Snapshot) -> Iterator[Finding]:
    """What is replaced names its successor, what is merged exactly one, what is split at least two.

    Why: If a recommendation is replaced, the replacement must be named; else it has vanished. The three
    words differ in where it goes on.

    Fix: Name the recommendations that go on in `successors`, or choose the state that fits. A recommendation
    that goes on nowhere is dropped.

    Source: flussgebiete.nrw.de (if replaced, the replacement must be named); Landau 2015 (groups merged).
    """
    for each, position, entry in _entries(repository):
        n = len(entry.successors)
        if entry.status in SUCCEEDED and n == 0:
            message = text("{status}, but no successor is named", status=entry.status)
        elif entry.status is Status.MERGED and n != 1:
            message = text("{status} with {n} successors, expected exactly one", status=entry.status, n=n)
        elif entry.status is Status.SPLIT and n == 1:
            message = text("{status} with one successor only, expected at least two", status=entry.status)
        else:
            continue
        yield found(
            each,
            ("progress", position, "successors"),
            message,
            help=text("name the recommendations that go on in successors, or choose another status"),
        )


@rule("KIC235", "successors-unexpected")
def successors_unexpected(repository: Snapshot) -> Iterator[Finding]:
    """Only what is replaced, merged or split names successors.

    Why: A recommendation that goes on itself and has a successor would be counted twice.

    Fix: Choose one of the three states, or take the successors out.

    Source: Data model of kic.
    """
    for each, position, entry in _entries(repository):
        if entry.successors and entry.status not in SUCCEEDED:
            yield found(
                each,
                ("progress", position, "successors"),
                text("{status}, and yet successors are named", status=entry.status),
                help=text("set the status to replaced, merged or split, or take the successors out"),
            )


@rule("KIC236", "successor-implausible")
def successor_implausible(repository: Snapshot) -> Iterator[Finding]:
    """A successor is another recommendation of the same or a later edition, named once.

    Why: Reports follow the successors to see what became of a recommendation.

    Fix: Name the recommendation that goes on.

    Source: Revision (Fortschreibung) of the concept.
    """
    for each, position, entry in _entries(repository):
        for nth, id_ in enumerate(entry.successors):
            after = repository.get(Recommendation, id_)
            if id_ == each.id:
                message = text("{id} is named as its own successor", id=id_)
            elif id_ in entry.successors[:nth]:
                message = text("the successor {id} is named twice", id=id_)
            elif after is not None and _is_earlier(repository, after, each):
                message = text(
                    "the successor {id} belongs to the earlier edition {edition}",
                    id=id_,
                    edition=after.edition,
                )
            else:
                continue
            yield found(
                each,
                ("progress", position, "successors", nth),
                message,
                help=text("name the recommendation that goes on"),
            )


def _is_earlier(repository: Snapshot, after: Recommendation, each: Recommendation) -> bool:
    if after.edition == each.edition:
        return False
    edition = repository.get(Edition, each.edition)
    return edition is not None and after.edition in ancestors(repository, edition)


@rule("KIC237", "succession-circle", requires=(successor_implausible,))
def succession_circle(repository: Snapshot) -> Iterator[Finding]:
    """Following the successors comes to an end.

    Why: In a circle nothing goes on: each recommendation refers to the next, and none is worked on.

    Fix: Reopen the one that is worked on with a new entry, or correct a successor.

    Source: Data model of kic.
    """
    latest = {each.id: each.latest for each in repository.all(Recommendation)}
    follows = {
        id_: entry.successors for id_, entry in latest.items() if entry is not None and entry.successors
    }
    done: set[str] = set()
    for start in follows:
        path: dict[str, None] = {}
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            id_, leaving = waiting.pop()
            if leaving:
                path.pop(id_, None)
                done.add(id_)
                continue
            if id_ in path:
                yield from _circle(repository, [*path][[*path].index(id_) :])
                continue
            if id_ in done or id_ not in follows:
                continue
            path[id_] = None
            waiting.append((id_, True))
            waiting.extend((after, False) for after in follows[id_] if after != id_)


def _circle(repository: Snapshot, ids: list[str]) -> Iterator[Finding]:
    last = repository.get(Recommendation, ids[-1])
    assert last is not None
    yield found(
        last,
        ("progress", len(last.progress) - 1, "successors"),
        text("the successors lead in a circle: {ids}", ids=" → ".join([*ids, ids[0]])),
        help=text("reopen the one that is worked on, or correct a successor"),
    )


@rule("KIC238", "reopened-without-reason")
def reopened_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """After a closing state only an entry with a reason may follow.

    Why: Implemented, dropped, replaced, merged and split are final in every report. To work on it again is a
    decision that someone has to explain.

    Fix: Say in `note` why it is taken up again.

    Source: Practice of monitoring reports: every change of a status has its reason.
    """
    for each, position, entry in _entries(repository):
        before = each.progress[position - 1] if position else None
        if (
            before is not None
            and before.status in CLOSED
            and before.status is not entry.status
            and not _said(entry.note)
        ):
            yield found(
                each,
                ("progress", position, "note"),
                text("{status} after {before} without a reason", status=entry.status, before=before.status),
                help=text("say in note why it is taken up again"),
            )


@rule("KIC239", "step-back-without-reason", Severity.WARNING, requires=(reason_missing,))
def step_back_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """A step back has a reason.

    Why: From "in progress" back to "planned" is either a typing mistake or news that the council wants to
    hear.

    Fix: Say in `note` what happened, or correct the status.

    Source: Practice of monitoring reports: every change of a status has its reason.
    """
    for each, position, entry in _entries(repository):
        before = each.progress[position - 1] if position else None
        if before is None or _said(entry.note):
            continue
        if _STAGE.get(entry.status, 9) < _STAGE.get(before.status, 0):
            yield found(
                each,
                ("progress", position, "status"),
                text("{status} after {before} without a reason", status=entry.status, before=before.status),
                help=text("say in note what happened, or correct the status"),
            )


@rule("KIC254", "day-contradicts-itself", Severity.WARNING)
def day_contradicts_itself(repository: Snapshot) -> Iterator[Finding]:
    """The entries of one day give one state: the same status and the same light.

    Why: Two people who record the same day differently both stay in the log, and whichever stands last counts
    in every report, although nobody has decided between them.

    Fix: Agree on what holds. If the lower entry corrects the upper one, it may stay so: it counts, and the next entry
    of a later day settles it. While one of the two is not yet recorded in git, correct its date or take it out; else
    add an entry of a later day with what holds.

    Source: Practice of monitoring reports: a dated log, one state for each reporting day (flussgebiete.nrw.de, Haan).
    """
    for each, position, entry in _entries(repository):
        same = [one for one in each.progress[:position] if one.date == entry.date]
        if not same or each.progress[-1].date > entry.date:
            continue  # the entry of a later day says what holds
        if same[-1].status is not entry.status:
            field = "status"
            message = text(
                "{status} on {date}, and an entry above says {before} for the same day",
                status=entry.status,
                date=entry.date,
                before=same[-1].status,
            )
        elif same[-1].light is not entry.light:
            field = "light"
            message = text(
                "the light is {light} on {date}, and an entry above says {before} for the same day",
                light=entry.light or text("not given"),
                date=entry.date,
                before=same[-1].light or text("not given"),
            )
        else:
            continue
        yield found(
            each,
            ("progress", position, field),
            message,
            help=text(
                "the lower one counts: if it corrects the upper one, an entry of a later day will settle it; "
                "else correct the date of one of them, or take it out"
            ),
        )


@dated_rule("KIC240", "update-overdue", Severity.WARNING, requires=(log_changed, progress_in_future))
def update_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Whoever is responsible reports at least once in the agreed time.

    Why: A recommendation that nobody has spoken of for a year is not "in progress". The time runs from the
    last entry, or from the adoption of the edition where there is none.

    Fix: Add an entry (`kic status ID`), even if it says that nothing has changed.

    Source: Yearly reports elsewhere: Bobenheim-Roxheim, Haan (half-yearly), Frankfurt (yearly interim
    report). The number of months is a setting: `reporting.update_after_months`.
    """
    months = update_months(repository)
    for each, last, adopted in owing(repository, today):
        if last is not None:
            yield found(
                each,
                ("progress", each.progress.index(last), "date"),
                plural(
                    "the last entry is of {date}, expected one every month",
                    "the last entry is of {date}, expected one every {n} months",
                    n=months,
                    date=last.date,
                ),
                help=text("add one: kic status {id}", id=each.id),
            )
        else:
            yield found(
                each,
                "progress",
                plural(
                    "no entry since the adoption on {date}, expected one every month",
                    "no entry since the adoption on {date}, expected one every {n} months",
                    n=months,
                    date=adopted,
                ),
                help=text("add one: kic status {id}", id=each.id),
            )


def update_months(repository: Snapshot) -> int:
    """Within how many months an update is due; 0 where the setting is at fault."""
    settings = repository.only(Settings)
    return (settings.reporting if settings else Reporting()).update_after_months


def owing(
    repository: Snapshot, day: datetime.date
) -> Iterator[tuple[Recommendation, Progress | None, PartialDate | None]]:
    """Recommendations in force whose update is overdue: with the last entry, or the edition's adoption.

    One law for the finding, the overview and the reports. A log of which it is said that it is not known
    owes nothing.
    """
    months = update_months(repository)
    if months == 0:
        return  # the setting is at fault, not the recommendations
    worked_on = editions_worked_on(repository)
    current = {edition.id: edition for edition in repository.all(Edition) if edition.id in worked_on}
    limit = months_later(day, -months)
    for each in repository.all(Recommendation):
        edition = current.get(each.edition)
        if edition is None or each.tells("progress"):
            continue
        last = each.latest_on(day)
        if last is not None:
            if last.status not in CLOSED and last.date < limit:
                yield each, last, None
        elif edition.adopted is not None and edition.adopted.latest < limit:
            yield each, None, edition.adopted


RULES: tuple[Rule, ...] = (
    progress_out_of_order,
    progress_in_future,
    reason_missing,
    evidence_missing,
    successors_number,
    successors_unexpected,
    successor_implausible,
    succession_circle,
    reopened_without_reason,
    step_back_without_reason,
    day_contradicts_itself,
    update_overdue,
)
