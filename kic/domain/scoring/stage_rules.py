"""What must hold of the stages in which marks are shown: first handed in, then seen, then left as they are."""

from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.place import Place
from kic.core.rule import Finding, Rule, change_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.domain.calls import Call, CallState, Visibility
from kic.domain.committee import Filling, Seat, Voice
from kic.domain.scoring import ScoreSheet


def outstanding(repository: Snapshot, call: Call) -> tuple[str, ...]:
    """Voting seats in office at the last marks of the call that have not handed in a sheet, by id."""
    sheets = [each for each in repository.all(ScoreSheet) if each.call == call.id]
    if not sheets:
        return ()
    day = max(each.received for each in sheets)
    handed_in = {each.seat for each in sheets}
    return tuple(
        sorted(
            seat.id
            for seat in repository.all(Seat)
            if seat.voice is Voice.VOTING and seat.term_on(day) is not None and seat.id not in handed_in
        )
    )


@rule("KIC640", "shown-before-all-marked", Severity.NOTE)
def shown_before_all_marked(repository: Snapshot) -> Iterator[Finding]:
    """The committee sees marks when every voting seat has handed in, or will not hand in any more.

    Why: Who knows the marks of others is drawn towards them. Marks that are handed in later are not independent.

    Fix: Show the marks to the office only until the last sheet is there. If the missing seats hand in nothing,
    nothing has to be done.

    Source: Equal treatment (Art. 3 GG); practice of reviewing (one's own review comes before those of others).
    """
    for call in repository.all(Call):
        if call.marks_visible is not Visibility.COMMITTEE or call.state is not CallState.CLOSED:
            continue
        missing = outstanding(repository, call)
        if missing:
            yield found(
                call,
                "marks_visible",
                plural(
                    "the committee sees the marks, and the seat {seats} has not handed in",
                    "the committee sees the marks, and {n} seats have not handed in: {seats}",
                    n=len(missing),
                    seats=missing,
                ),
                help=text("show them to the office only, until the last sheet is there"),
            )


@rule("KIC641", "decided-on-hidden-marks")
def decided_on_hidden_marks(repository: Snapshot) -> Iterator[Finding]:
    """The committee decides on marks that it may see.

    Why: The decision rests on the marks, and everybody who took part has to be able to compute it again.

    Fix: Set `marks_visible` to `committee`: `kic call stage`.

    Source: § 39 VwVfG (reasons that can be understood); allocation rules of kic: a decision can be recomputed.
    """
    marked = {sheet.call for sheet in repository.all(ScoreSheet)}
    for call in repository.all(Call):
        decided = call.state in (CallState.DECIDED, CallState.SETTLED)
        if decided and call.id in marked and call.marks_visible is Visibility.NOBODY:
            yield found(
                call,
                "marks_visible",
                text("{id} is decided, and its marks are shown to nobody", id=call.id),
                help=text("set it to committee"),
            )


@change_rule("KIC642", "marks-changed-after-shown", Severity.WARNING)
def marks_changed_after_shown(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What has been seen of the marks stays as it is, except where a seat turns out to be excluded.

    Why: A mark that changes after others have seen it may be an answer to theirs. It changes the ranking that the
    committee has read.

    Fix: Put the marks back. If the sheet was read wrongly, waive this finding with the reason.

    Source: Equal treatment (Art. 3 GG).
    """
    if before is after:
        return
    shown = {
        call.id: call.marks_visible
        for call in before.all(Call)
        if call.marks_visible is not Visibility.NOBODY
    }
    earlier = {(each.call, each.seat): each for each in before.all(ScoreSheet) if each.call in shown}
    if not earlier:
        return
    for sheet in after.all(ScoreSheet):
        old = earlier.get((sheet.call, sheet.seat))
        if old is None or old is sheet:
            continue
        if sheet.filling is not old.filling:
            yield found(
                sheet,
                "filling" if sheet.filling is Filling.DEPUTY else (),
                text("whose marks these are was changed after they had been seen"),
                help=text("put it back by hand or with kic undo FILE, or waive this finding with the reason"),
            )
        for about, marks in old.marks.items():
            now = sheet.marks.get(about)
            if marks.given and now != marks and (now is None or now.given):
                yield found(
                    sheet,
                    ("marks", about) if now is not None else "marks",
                    text("the mark for {id} was changed after the committee had seen it", id=about)
                    if shown[sheet.call] is Visibility.COMMITTEE
                    else text("the mark for {id} was changed after the office had seen all marks", id=about),
                    help=text(
                        "put it back by hand or with kic undo FILE, or waive this finding with the reason"
                    ),
                )


@change_rule("KIC643", "sheet-gone")
def sheet_gone(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A score sheet that was handed in stays.

    Why: Without the marks of one seat another application may lead. Whoever takes a sheet away decides along.

    Fix: Restore the file. A mark of a seat that is excluded is taken out in its sheet: kic meeting disclose.

    Source: Equal treatment (Art. 3 GG); trust rules of kic: a decision can be computed again by anyone.
    """
    if before is after:
        return
    there = {(each.call, each.seat) for each in after.all(ScoreSheet)}
    for old in before.all(ScoreSheet):
        path = before.entry(old).path
        # Under its path it cannot be read, or says another seat or call: other rules speak of that.
        if (old.call, old.seat) in there or path in after.entries:
            continue
        yield found(
            Place(path),
            (),
            text(
                "the score sheet of the seat {seat} for the call {call} is gone", seat=old.seat, call=old.call
            ),
            help=text("bring the file back with kic undo FILE"),
        )


RULES: tuple[Rule, ...] = (
    shown_before_all_marked,
    decided_on_hidden_marks,
    marks_changed_after_shown,
    sheet_gone,
)
