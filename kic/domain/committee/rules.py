"""What must hold of the committee: one seat for each council group, terms by the council's term."""

import datetime
import itertools
import re
from collections.abc import Iterator

from kic.core.coherence import log_changed
from kic.core.diagnostic import Related, Severity
from kic.core.place import Place
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.committee import Council, Seat
from kic.domain.settings import Settings


def council_on(repository: Snapshot, day: datetime.date) -> Council | None:
    """The council in office on a day: of those whose term covers it, the one that began last."""
    covering = [
        council
        for council in repository.all(Council)
        if council.start.earliest <= day and (council.end is None or day <= council.end.latest)
    ]
    return max(covering, key=lambda council: (council.start.earliest, council.id), default=None)


def _seats_by_group(repository: Snapshot, day: datetime.date) -> dict[str, list[Seat]]:
    """Seats of each council group on a day; a seat without a term on that day counts for its own group."""
    seats: dict[str, list[Seat]] = {}
    for seat in repository.all(Seat):
        term = seat.term_on(day)
        group = (term.group if term else None) or seat.group
        if group is not None:
            seats.setdefault(group, []).append(seat)
    return seats


def _one_seat_each(repository: Snapshot) -> bool:
    settings = repository.only(Settings)
    rules = settings.committee if settings else None
    return rules is not None and rules.one_seat_per_group and bool(repository.entries_of("seat"))


@dated_rule("KIC301", "group-without-seat")
def group_without_seat(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Each group of the council in office has a seat on the committee.

    Why: The council decided that each of its groups sends one representative. After an election the set of
    groups changes, and a new group is easily forgotten.

    Fix: Let a seat name the group. If this committee has other rules, set `one_seat_per_group: false`.

    Source: Press release of the city of Kaiserslautern, 15.02.2022; § 45 GemO RLP (a changed strength of the
    groups).
    """
    council = council_on(repository, today)
    if council is None or not _one_seat_each(repository):
        return
    seats = _seats_by_group(repository, today)
    for position, group in enumerate(council.groups):
        if group.id not in seats:
            yield found(
                council,
                ("groups", position),
                text("the council group {id} has no seat on the committee, expected one", id=group.id),
                help=text("let a seat name it as its group"),
            )


@dated_rule("KIC302", "group-with-several-seats")
def group_with_several_seats(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Each group of the council in office has only one seat on the committee.

    Why: One seat for each group is the agreed balance; a second one would shift every vote.

    Fix: Correct the group of one of the seats, or end its term. If this committee has other rules, set
    `one_seat_per_group: false`.

    Source: Press release of the city of Kaiserslautern, 15.02.2022.
    """
    council = council_on(repository, today)
    if council is None or not _one_seat_each(repository):
        return
    seats = _seats_by_group(repository, today)
    for group in council.groups:
        first, *others = seats.get(group.id, [None])
        for seat in others:
            assert first is not None
            assert seat is not None
            yield found(
                seat,
                "group",
                text("the council group {id} has a second seat, expected one", id=group.id),
                help=text("correct the group of one of the two, or end its term"),
                related=[Related(repository.place(first, "group"), text("its first seat"))],
            )


@dated_rule("KIC303", "seat-of-former-group")
def seat_of_former_group(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A seat in office belongs to a group of the council in office.

    Why: A group that is no longer in the council has no representative; votes of such a seat could be
    contested.

    Fix: End the term, or name the group of the present council.

    Source: § 45 GemO RLP: a changed strength of the groups forces a new election.
    """
    council = council_on(repository, today)
    if council is None or not council.groups:
        return
    present = {group.id for group in council.groups}
    for seat in repository.all(Seat):
        term = seat.term_on(today)
        if term is None:
            continue
        group = term.group or seat.group
        if group is not None and group not in present:
            yield found(
                seat,
                ("terms", seat.terms.index(term), "group") if term.group else "group",
                text("the group {group} is not in the council {council}", group=group, council=council.id),
                help=text("end the term, or name the group of the present council"),
                related=[Related(repository.place(council, "groups"), text("the groups of this council"))],
            )


@rule("KIC304", "seats-differ", Severity.WARNING)
def seats_differ(repository: Snapshot) -> Iterator[Finding]:
    """There are as many seats as the committee has by its rules.

    Why: The quorum counts from the legal number. If a seat is missing here, its votes are, too.

    Fix: Add or take out seats, or correct `committee.seats`. If the number is not exactly known, add
    `committee.seats` to `gaps`.

    Source: § 39 GemO RLP: more than half of the legal number of members.
    """
    settings = repository.only(Settings)
    rules = settings.committee if settings else None
    here = len(repository.entries_of("seat"))
    if settings is None or rules is None or rules.seats is None or settings.tells("committee.seats"):
        return
    if here != rules.seats:
        yield found(
            settings,
            ("committee", "seats"),
            text("the committee has {seats} seats, here are {here}", seats=rules.seats, here=here),
            help=text("add or take out seats, or correct the number"),
        )


@rule("KIC305", "term-ends-before-start")
def term_ends_before_start(repository: Snapshot) -> Iterator[Finding]:
    """A term of a seat or of a council begins before it ends.

    Why: Whether a seat could vote on a day is read from its term.

    Fix: Correct one of the two dates.

    Source: Data model of kic.
    """
    help_ = text("correct one of the two dates")
    for seat in repository.all(Seat):
        for position, term in enumerate(seat.terms):
            if term.end is not None and term.end < term.start:
                message = text(
                    "this term ends on {end}, before it starts on {start}", end=term.end, start=term.start
                )
                yield found(seat, ("terms", position, "end"), message, help=help_)
    for council in repository.all(Council):
        if council.end is not None and council.end.latest < council.start.earliest:
            message = text(
                "this term ends on {end}, before it starts on {start}", end=council.end, start=council.start
            )
            yield found(council, "end", message, help=help_)


@rule("KIC306", "terms-overlap", requires=(term_ends_before_start,))
def terms_overlap(repository: Snapshot) -> Iterator[Finding]:
    """The terms of a seat follow each other, and so do the councils.

    Why: On one day a seat has one holder and one vote, and there is one council.

    Fix: End the earlier term on the day before the later one begins.

    Source: § 45 GemO RLP (election of members and deputies).
    """
    help_ = text("end the earlier term on the day before the later one begins")
    for seat in repository.all(Seat):
        for position in range(1, len(seat.terms)):
            before, term = seat.terms[position - 1], seat.terms[position]
            if before.end is None or term.start <= before.end:
                yield found(
                    seat,
                    ("terms", position, "start"),
                    text("this term starts on {start}, before the earlier one has ended", start=term.start),
                    help=help_,
                    related=[
                        Related(repository.place(seat, "terms", position - 1), text("the earlier term"))
                    ],
                )
    councils = sorted(repository.all(Council), key=lambda council: (council.start.earliest, council.id))
    for before_, council in itertools.pairwise(councils):
        if before_.end is not None and council.start.latest >= before_.end.earliest:
            if council.start.earliest > before_.end.earliest or not council.start.complete:
                continue  # with partial dates the two may meet without overlapping
            yield found(
                council,
                "start",
                text(
                    "this council starts on {start}, before {id} has ended",
                    start=council.start,
                    id=before_.id,
                ),
                help=help_,
                related=[Related(repository.place(before_, "end"), text("the earlier term"))],
            )


@rule("KIC307", "term-outside-council", requires=(terms_overlap,))
def term_outside_council(repository: Snapshot) -> Iterator[Finding]:
    """A seat's term lies within the term of the council that elected it.

    Why: The committee's members are elected for the council's term. A term that runs on would let a former
    member vote.

    Fix: Correct the dates or the council.

    Source: § 45 GemO RLP (election of members and deputies by the council).
    """
    for seat in repository.all(Seat):
        for position, term in enumerate(seat.terms):
            council = repository.get(Council, term.council)
            if council is None:
                continue
            if term.start < council.start.earliest:
                field, day = "start", term.start
            elif term.end is not None and council.end is not None and term.end > council.end.latest:
                field, day = "end", term.end
            else:
                continue
            yield found(
                seat,
                ("terms", position, field),
                text(
                    "{field} is {day}, outside the term of the council {id}",
                    field=field,
                    day=day,
                    id=council.id,
                ),
                help=text("correct the dates or the council"),
                related=[Related(repository.place(council), text("this council"))],
            )


@rule("KIC308", "term-without-resolution", Severity.WARNING)
def term_without_resolution(repository: Snapshot) -> Iterator[Finding]:
    """A term names the resolution that elected the seat's holder.

    Why: Members and deputies are elected by the council; nobody becomes a member by being invited.

    Fix: Name the resolution. If it is not known, add `terms` to `gaps`.

    Source: § 45 GemO RLP (kommunalbrevier.de).
    """
    for seat in repository.all(Seat):
        for position, term in enumerate(seat.terms):
            if term.resolution is None and not seat.tells("terms"):
                yield found(
                    seat,
                    ("terms", position, "resolution"),
                    text("this term names no resolution"),
                    help=text("name the resolution that elected the holder, or add terms to gaps"),
                )


@rule("KIC309", "seat-for-nothing")
def seat_for_nothing(repository: Snapshot) -> Iterator[Finding]:
    """A seat is for a council group or for a field of expertise.

    Why: The committee consists of experts from integration work and one representative of each council
    group.

    Fix: Name the group or the expertise. If it is not known, add it to `gaps`.

    Source: Press release of the city of Kaiserslautern, 15.02.2022.
    """
    for seat in repository.all(Seat):
        if seat.group is None and not seat.expertise and not (seat.tells("group") or seat.tells("expertise")):
            yield found(
                seat,
                (),
                text("the seat {id} is for no council group and no field of expertise", id=seat.id),
                help=text("name its group or its expertise"),
            )


@dated_rule("KIC310", "seat-vacant", Severity.NOTE, requires=(term_ends_before_start,))
def seat_vacant(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A seat without a term today is vacant.

    Why: A vacant seat counts for the quorum and cannot vote.

    Fix: Add the new term when the council has elected somebody. Until then nothing has to be done.

    Source: § 39 GemO RLP: more than half of the legal number of members.
    """
    for seat in repository.all(Seat):
        if seat.term_on(today) is None and not seat.tells("terms"):
            yield found(
                seat,
                ("terms", len(seat.terms) - 1) if seat.terms else "terms",
                text("the seat {id} is vacant on {today}", id=seat.id, today=today),
                help=text("add the new term when somebody has been elected"),
            )


@rule("KIC311", "council-seats-exceeded")
def council_seats_exceeded(repository: Snapshot) -> Iterator[Finding]:
    """The groups of a council have no more seats than the council.

    Why: The strength of the groups decides who proposes whom; a sum that cannot be true is a typing mistake.

    Fix: Correct the seats of a group or of the council. Members without a group may make the sum smaller.

    Source: § 45 GemO RLP (proposals of the groups).
    """
    for council in repository.all(Council):
        groups = sum(group.seats or 0 for group in council.groups)
        if council.seats is not None and groups > council.seats:
            yield found(
                council,
                "seats",
                text(
                    "the groups have {groups} seats together, the council has {seats}",
                    groups=groups,
                    seats=council.seats,
                ),
                help=text("correct the seats of a group or of the council"),
            )


_PSEUDONYM = re.compile(r"[a-z]{1,8}-?[0-9]{1,6}\Z")


@rule("KIC312", "holder-not-pseudonym")
def holder_not_pseudonym(repository: Snapshot) -> Iterator[Finding]:
    """Holders and deputies of seats stand under a pseudonym.

    Why: Names of natural persons do not belong into a repository that many people copy. Minutes and letters
    take them from the private overlay.

    Fix: Write a pseudonym such as `m-07`, and enter the name in the private overlay.

    Source: GDPR, Art. 5 (data minimisation); Grünstadt 2024: dispute over members' names on the internet.
    """
    for seat in repository.all(Seat):
        for position, term in enumerate(seat.terms):
            for field in ("holder", "deputy"):
                name = getattr(term, field)
                if name is not None and _PSEUDONYM.match(name) is None:
                    yield found(
                        seat,
                        ("terms", position, field),
                        text("{field} is not a pseudonym, expected one such as m-07", field=field),
                        help=text("write a pseudonym, and enter the name in the private overlay"),
                    )


@change_rule("KIC313", "seat-or-council-gone", requires=(log_changed,))
def seat_or_council_gone(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A seat and a council's term that were recorded stay, also after they have ended.

    Why: Who was on the committee when decides whether a vote of years ago was one. Sheets, minutes and disclosures name
    the seat.

    Fix: Restore the file. A seat that ends gets an `end` in its last term; a new council is a record of its own.

    Source: §§ 22, 39, 41 GemO RLP (bias, quorum, minutes); data model of kic: ids are never reused.
    """
    for old in (*before.all(Council), *before.all(Seat)):
        path = before.entry(old).path
        if not after.entries_with(old.id) and path not in after.entries:
            yield found(
                Place(path),
                (),
                text("{id} is gone, and meetings of its time may rest on it", id=old.id),
                help=text("bring the file back with kic undo FILE; what ends gets a day of its end"),
            )


@change_rule("KIC314", "seat-term-rewritten", Severity.WARNING)
def seat_term_rewritten(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A term of a seat that was recorded keeps its beginning and its holder; only its end comes later.

    Why: Whether somebody could vote, and was biased, is told from who held the seat on that day.

    Fix: Restore the term, and enter the new holder as a term of its own. Of a correction, say in the commit what was
    wrong.

    Source: § 22 GemO RLP (bias is that of the person).
    """
    for old in before.all(Seat):
        new = after.get(Seat, old.id)
        if new is None:
            continue
        there = {(each.start, each.holder) for each in new.terms}
        for each in old.terms:
            if (each.start, each.holder) not in there:
                yield found(
                    new,
                    "terms",
                    text(
                        "the term from {start} of {id} is not there any more as it was",
                        start=each.start,
                        id=old.id,
                    ),
                    help=text(
                        "restore the term by hand or with kic undo FILE; a new holder has a term of its own"
                    ),
                )


RULES: tuple[Rule, ...] = (
    group_without_seat,
    group_with_several_seats,
    seat_of_former_group,
    seats_differ,
    term_ends_before_start,
    terms_overlap,
    term_outside_council,
    term_without_resolution,
    seat_for_nothing,
    seat_vacant,
    council_seats_exceeded,
    holder_not_pseudonym,
    seat_or_council_gone,
    seat_term_rewritten,
)
