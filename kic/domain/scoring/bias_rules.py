"""What must hold of bias and exclusion: no mark of an excluded seat, no exclusion that nobody settled.

Excluding wrongly makes a decision ineffective just as not excluding does (§ 22(6) GemO RLP), so both are
found with the same weight. kic never says that somebody is biased; it says what the records leave open.
"""

import datetime
from collections.abc import Iterator

from kic.allocation.problem import Silence
from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.committee import BiasDecider, BiasState, Disclosure, Filling, Seat
from kic.domain.scoring import ScoreSheet
from kic.domain.scoring.bias import lines, settled
from kic.domain.scoring.grounds import reads_like_a_ground

_BODIES = (BiasDecider.COMMITTEE, BiasDecider.COUNCIL, BiasDecider.MAYOR)
_SETTLED = (BiasState.EXCLUDED, BiasState.NOT_EXCLUDED)


def _disclosing(repository: Snapshot) -> tuple[Seat, ...]:
    return tuple(seat for seat in repository.all(Seat) if seat.disclosures)


def _place(repository: Snapshot, seat: Seat, application: str, state: BiasState) -> tuple[Related, ...]:
    """The last entry of this state, for a finding that lies in a sheet."""
    for position in range(len(seat.disclosures) - 1, -1, -1):
        entry = seat.disclosures[position]
        if entry.about == application and entry.state is state:
            return (
                Related(repository.place(seat, "disclosures", position, "state"), text("what was settled")),
            )
    return ()


@rule("KIC620", "mark-of-excluded-seat")
def mark_of_excluded_seat(repository: Snapshot) -> Iterator[Finding]:
    """A seat that is excluded has no marks for that application, also none from before.

    Why: Who is excluded may neither advise nor decide, and a decision in which such a member took part is
    ineffective, whether or not it made a difference. A leftover mark would still stand in the sheet.

    Fix: Write `excluded` instead of the marks. Means and ranks are computed without them in any case.

    Source: § 22(1) and (6) GemO RLP.
    """
    for seat, sheet, application, marks, state in lines(repository):
        if state is BiasState.EXCLUDED and marks.given:
            yield found(
                sheet,
                ("marks", application),
                text(
                    "the seat {seat} is excluded from {id}, and yet its marks stand here",
                    seat=seat.id,
                    id=application,
                ),
                help=text("write excluded instead of the marks"),
                related=_place(repository, seat, application, BiasState.EXCLUDED),
            )


@rule("KIC621", "abstention-of-excluded-seat")
def abstention_of_excluded_seat(repository: Snapshot) -> Iterator[Finding]:
    """A seat that is excluded does not abstain.

    Why: Who abstains took part. The minutes and the record have to show that the seat was excluded, and
    the number of those who could mark is another one.

    Fix: Write `excluded` instead of `abstain`.

    Source: § 22(1) and (4) GemO RLP (whoever is excluded leaves before advice and decision).
    """
    for seat, sheet, application, marks, state in lines(repository):
        if state is BiasState.EXCLUDED and marks.value is Silence.ABSTAIN:
            yield found(
                sheet,
                ("marks", application),
                text(
                    "the seat {seat} is excluded from {id}, which is no abstention",
                    seat=seat.id,
                    id=application,
                ),
                help=text("write excluded instead"),
                related=_place(repository, seat, application, BiasState.EXCLUDED),
            )


@rule("KIC622", "excluded-by-nobody")
def excluded_by_nobody(repository: Snapshot) -> Iterator[Finding]:
    """A sheet says `excluded` only where the member disclosed it or the competent body decided so.

    Why: Excluding a member who was entitled to take part makes the decision ineffective, just as letting an
    excluded one take part does. Neither the office nor the sheet can exclude anybody.

    Fix: Record what the member disclosed, or what was decided: `kic meeting disclose`. If there is nothing
    to record, ask the seat for its marks.

    Source: § 22(5) and (6) GemO RLP.
    """
    for seat, sheet, application, marks, state in lines(repository):
        if marks.value is not Silence.EXCLUDED or state is BiasState.EXCLUDED:
            continue
        if state is None:
            message = text(
                "the sheet excludes the seat {seat} from {id}, but nobody disclosed or decided that",
                seat=seat.id,
                id=application,
            )
        elif state is BiasState.UNCLEAR:
            message = text(
                "the sheet excludes the seat {seat} from {id}, but that is still unclear",
                seat=seat.id,
                id=application,
            )
        else:
            message = text(
                "the sheet excludes the seat {seat} from {id}, but it was decided that it is not excluded",
                seat=seat.id,
                id=application,
            )
        yield found(
            sheet,
            ("marks", application),
            message,
            help=text("kic meeting disclose records what was disclosed or decided; else ask for the marks"),
            related=() if state is None else _place(repository, seat, application, state),
        )


def _steps(seat: Seat) -> Iterator[tuple[int, Disclosure, tuple[Disclosure, ...]]]:
    """Every entry with its position and those before it about the same matter and the same person."""
    earlier: dict[tuple[str, Filling, int], list[Disclosure]] = {}
    for position, entry in enumerate(seat.disclosures):
        term = seat.term_on(entry.date)
        key = (entry.about, entry.filling, seat.terms.index(term) if term is not None else -1)
        before = earlier.setdefault(key, [])
        yield position, entry, tuple(before)
        before.append(entry)


def _left_to_a_body(entry: Disclosure, before: tuple[Disclosure, ...]) -> Disclosure | None:
    """The doubt, or the other decision of a body, that this entry settles without a body; None where it need not."""
    if not before or entry.state not in _SETTLED or entry.decided_by in _BODIES:
        return None
    last = before[-1]
    decided_otherwise = last.decided_by in _BODIES and last.state is not entry.state
    return last if last.state is BiasState.UNCLEAR or decided_otherwise else None


@rule("KIC623", "doubt-settled-by-nobody")
def doubt_settled_by_nobody(repository: Snapshot) -> Iterator[Finding]:
    """A doubtful case is decided by the competent body, not by the member and not by the office.

    Why: In doubt the council or the committee decides, in the absence of the person and after hearing them; for
    mere honorary activity the mayor does. What a body has decided, only a body decides again. Both mistakes,
    excluding and not excluding, make the decision ineffective.

    Fix: Name who decided in `decided_by`: `committee`, `council` or `mayor`. New facts are an entry `unclear`, until
    the body has decided on them.

    Source: § 22(5) GemO RLP; kommunalbrevier.de, "Hinweis auf Ausschließungsgründe".
    """
    for seat in _disclosing(repository):
        for position, entry, before in _steps(seat):
            last = _left_to_a_body(entry, before)
            if last is None:
                continue
            if last.state is BiasState.UNCLEAR:
                message = text(
                    "{state} after a doubt about {id}, but no competent body decided it",
                    state=entry.state,
                    id=entry.about,
                )
            else:
                message = text(
                    "{state} for {id}, but {before} was decided by: {decider}",
                    state=entry.state,
                    id=entry.about,
                    before=last.state,
                    decider=last.decided_by,
                )
            yield found(
                seat,
                ("disclosures", position, "decided_by" if entry.decided_by else "state"),
                message,
                help=text("name who decided: committee, council or mayor"),
            )


@rule("KIC624", "settled-by-nobody")
def settled_by_nobody(repository: Snapshot) -> Iterator[Finding]:
    """Who is excluded or not is settled by somebody: the member by disclosing it, or the competent body.

    Why: An exclusion that nobody disclosed or decided is one by the office, which has no say in it. It makes
    the decision ineffective as much as a missing one.

    Fix: Say in `decided_by` who it was: `member`, `committee`, `council` or `mayor`.

    Source: § 22(5) and (6) GemO RLP.
    """
    for seat in _disclosing(repository):
        for position, entry, before in _steps(seat):
            if (
                entry.state in _SETTLED
                and entry.decided_by is None
                and _left_to_a_body(entry, before) is None  # KIC623 speaks of those
            ):
                yield found(
                    seat,
                    ("disclosures", position, "state"),
                    text(
                        "{state} for {id}, but nobody is named who settled it",
                        state=entry.state,
                        id=entry.about,
                    ),
                    help=text("name who it was: the member by disclosing it, or the body that decided"),
                )


@rule("KIC625", "decided-without-disclosure", Severity.WARNING)
def decided_without_disclosure(repository: Snapshot) -> Iterator[Finding]:
    """The competent body decides where there is a doubt: somebody raised it before.

    Why: Members have to disclose before the item what may exclude them. A decision that follows no disclosure and
    no doubt cannot be understood later, and the person was perhaps never heard.

    Fix: Add the entry `unclear` with the day on which the member disclosed it or others raised it.

    Source: § 22(5) GemO RLP.
    """
    for seat in _disclosing(repository):
        for position, entry, before in _steps(seat):
            if entry.decided_by in _BODIES and entry.state in _SETTLED and not before:
                yield found(
                    seat,
                    ("disclosures", position, "decided_by"),
                    text(
                        "decided for {id} by: {decider}; no disclosure and no doubt is recorded before",
                        id=entry.about,
                        decider=entry.decided_by,
                    ),
                    help=text("add the entry unclear with the day on which the question came up"),
                )


@rule("KIC626", "marks-while-unclear", Severity.WARNING)
def marks_while_unclear(repository: Snapshot) -> Iterator[Finding]:
    """A seat of which it is unclear whether it is excluded waits with its marks.

    Why: If it turns out to be excluded, its marks must not count, and it has to be shown that they did not.
    Unclear is no clearance.

    Fix: Let the competent body decide, then record it with `kic meeting disclose`. Until then the marks stay
    in the sheet and count.

    Source: § 22(5) GemO RLP.
    """
    for seat, sheet, application, marks, state in lines(repository):
        if state is BiasState.UNCLEAR and marks.given:
            yield found(
                sheet,
                ("marks", application),
                text(
                    "whether the seat {seat} is excluded from {id} is unclear, and it has marked it",
                    seat=seat.id,
                    id=application,
                ),
                help=text("let the competent body decide before the meeting"),
                related=_place(repository, seat, application, BiasState.UNCLEAR),
            )


@rule("KIC627", "disclosures-out-of-order")
def disclosures_out_of_order(repository: Snapshot) -> Iterator[Finding]:
    """Entries about one matter stand in the order of their days.

    Why: The last entry holds. If an earlier one stood behind it, an exclusion could be lifted by the order of
    lines.

    Fix: Correct the date. A forgotten entry is added with the day on which it is entered, and a file reference.

    Source: Data model of kic: a later entry takes the place of an earlier one.
    """
    for seat in _disclosing(repository):
        for position, entry, before in _steps(seat):
            if before and entry.date < before[-1].date:
                yield found(
                    seat,
                    ("disclosures", position, "date"),
                    text(
                        "{date} stands behind {before}, an entry about the same matter",
                        date=entry.date,
                        before=before[-1].date,
                    ),
                    help=text("correct the date"),
                )


@rule("KIC628", "disclosure-of-nobody")
def disclosure_of_nobody(repository: Snapshot) -> Iterator[Finding]:
    """A disclosure falls into a term of its seat, and the one of a deputy into a term that has a deputy.

    Why: Bias belongs to the person. An entry of a day on which nobody filled the seat speaks of nobody, and so
    excludes nobody.

    Fix: Correct the date, the `filling` or the terms of the seat.

    Source: § 22 GemO RLP: excluded is the person, not the seat.
    """
    for seat in _disclosing(repository):
        if not seat.terms or seat.tells("terms"):
            continue
        for position, entry in enumerate(seat.disclosures):
            term = seat.term_on(entry.date)
            if term is None:
                yield found(
                    seat,
                    ("disclosures", position, "date"),
                    text("on {date} the seat {seat} was vacant", date=entry.date, seat=seat.id),
                    help=text("correct the date, or the terms of the seat"),
                    related=[Related(repository.place(seat, "terms"), text("its terms"))],
                )
            elif entry.filling is Filling.DEPUTY and term.deputy is None:
                yield found(
                    seat,
                    ("disclosures", position, "filling"),
                    text("on {date} the seat {seat} had no deputy", date=entry.date, seat=seat.id),
                    help=text("enter the deputy in the term, or correct whose disclosure this is"),
                    related=[
                        Related(repository.place(seat, "terms", seat.terms.index(term)), text("this term"))
                    ],
                )


@rule("KIC629", "ground-of-exclusion", Severity.WARNING)
def ground_of_exclusion(repository: Snapshot) -> Iterator[Finding]:
    """The ground of an exclusion is not stored, only where the closed file has it.

    Why: A ground tells of families, employment or membership. Many people copy this repository, and git keeps
    for ever what a later change removes. The exclusion is valid without it.

    Fix: Write a file reference such as `Akte 15-30, Blatt 4`, before the change is recorded.

    Source: GDPR, Art. 5(1)(c) (data minimisation); rule of kic: the ground is not stored, only the exclusion.
    """
    for seat in _disclosing(repository):
        for position, entry in enumerate(seat.disclosures):
            if entry.reference is not None and reads_like_a_ground(entry.reference):
                yield found(
                    seat,
                    ("disclosures", position, "reference"),
                    text("this reads like the ground of an exclusion, which is not stored"),
                    help=text("write where the closed file has it, such as: Akte 15-30, Blatt 4"),
                )


@dated_rule("KIC630", "disclosure-in-future")
def disclosure_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """What was disclosed or decided has happened: its day is not in the future.

    Why: What holds for marks and votes is read from this day.

    Fix: Correct the date.

    Source: Data model of kic.
    """
    for seat in _disclosing(repository):
        for position, entry in enumerate(seat.disclosures):
            if entry.date > today:
                yield found(
                    seat,
                    ("disclosures", position, "date"),
                    text("disclosed on {date}, and today is {today}", date=entry.date, today=today),
                    help=text("correct the date"),
                )


def _tied(repository: Snapshot) -> dict[str, list[tuple[Seat, str]]]:
    """By organisation: the seats that it sent or that sit on its board, and which field says so."""
    found: dict[str, list[tuple[Seat, str]]] = {}
    for seat in repository.all(Seat):
        if seat.sent_by is not None:
            found.setdefault(seat.sent_by, []).append((seat, "sent_by"))
        for body in seat.boards:
            if body != seat.sent_by:
                found.setdefault(body, []).append((seat, "boards"))
    return found


@rule("KIC631", "potential-conflict-open", Severity.WARNING)
def potential_conflict_open(repository: Snapshot) -> Iterator[Finding]:
    """Where public facts tie a seat to an applicant, something is disclosed or decided before the decision.

    Why: Every board member of an applicant is excluded, an ordinary member is not; who was sent by the
    municipality is not. Which it is, kic cannot know: this is a potential conflict, not a finding of bias. That
    nothing is found here is never a clearance: family, employment and other ties are known to the members
    alone.

    Fix: Ask the member, and record the answer: `kic meeting disclose`, with `unclear` if it has to be decided.

    Source: § 22(1) and (5) GemO RLP; kommunalbrevier.de on grants to associations; OVG RLP, 24.06.2009,
    2 A 10098/09.
    """
    tied = _tied(repository)
    if not tied:
        return
    calls = {
        call.id: call for call in repository.all(Call) if call.state in (CallState.OPEN, CallState.CLOSED)
    }
    marked = {(sheet.seat, about) for sheet in repository.all(ScoreSheet) for about in sheet.marks}
    for application in repository.all(Application):
        if application.call not in calls or application.ineligible:
            continue
        day = application.received.local.date()
        for seat, field in tied.get(application.applicant.body or "", ()):
            if (seat.id, application.id) in marked or seat.term_on(day) is None:  # KIC609 speaks of marks
                continue
            if settled(seat, application.id, day) is None:
                yield found(
                    seat,
                    field,
                    text(
                        "a potential conflict of the seat {seat} with {id}, of which nothing is disclosed yet",
                        seat=seat.id,
                        id=application.id,
                    ),
                    help=text("ask the member, and record the answer with kic meeting disclose"),
                    related=[
                        Related(repository.place(application, "applicant", "body"), text("the applicant"))
                    ],
                )


@dated_rule("KIC632", "disclosed-before-application", Severity.WARNING)
def disclosed_before_application(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Nobody discloses a conflict with an application before it was received.

    Why: A general declaration does not tell which matter it is about; each matter has its own disclosure.

    Fix: Correct the date or the application.

    Source: § 22(5) GemO RLP (disclosure before the matter is dealt with).
    """
    applications = {each.id: each for each in repository.all(Application)}
    for seat in _disclosing(repository):
        for position, entry in enumerate(seat.disclosures):
            application = applications.get(entry.about)
            if application is None or application.received.local.date() > today:  # KIC508 speaks of those
                continue
            if entry.date < application.received.local.date():
                yield found(
                    seat,
                    ("disclosures", position, "date"),
                    text(
                        "disclosed on {date}, but {id} was received on {received}",
                        date=entry.date,
                        id=entry.about,
                        received=application.received.local.date(),
                    ),
                    help=text("correct the date or the application"),
                    related=[Related(repository.place(application, "received"), text("received"))],
                )


RULES: tuple[Rule, ...] = (
    mark_of_excluded_seat,
    abstention_of_excluded_seat,
    excluded_by_nobody,
    doubt_settled_by_nobody,
    settled_by_nobody,
    decided_without_disclosure,
    marks_while_unclear,
    disclosures_out_of_order,
    disclosure_of_nobody,
    ground_of_exclusion,
    disclosure_in_future,
    potential_conflict_open,
    disclosed_before_application,
)
