"""What must hold when the world changes: reviews that are due, recommendations in doubt after an event."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.edition_rules import editions_worked_on
from kic.domain.concept.recommendation import CLOSED, Event, Recommendation


def is_open(each: Recommendation) -> bool:
    """Whether a recommendation is still worked on."""
    return each.latest is None or each.latest.status not in CLOSED


@dated_rule("KIC241", "review-overdue", Severity.WARNING)
def review_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A recommendation is looked at anew by its review date.

    Why: The date was set because law, money or need may have changed by then.

    Fix: Look at it, add an entry to its progress, and set the next date or take `review_by` out.

    Source: Weltoffene Kommune checklist: measures need responsibility, budget and date.
    """
    for each, day in reviews(repository):
        if day < today:
            yield found(
                each,
                "review_by",
                text("the review was due on {date}", date=day),
                help=text("look at it, and set the next date"),
            )


def reviews(repository: Snapshot) -> Iterator[tuple[Recommendation, datetime.date]]:
    """Recommendations that are worked on and have a review date; one law for the finding and the overview."""
    current = editions_worked_on(repository)
    for each in repository.all(Recommendation):
        if each.review_by is not None and each.edition in current and is_open(each):
            yield each, each.review_by


@rule("KIC242", "in-doubt", Severity.WARNING)
def in_doubt(repository: Snapshot) -> Iterator[Finding]:
    """After an outside event, someone looks at each recommendation that it affects.

    Why: A new law, a programme or third-party money can make a recommendation superfluous or wrong. Until
    someone has looked, it is in doubt.

    Fix: Add a review to the event: date, recommendation, result and a note.

    Source: Revision (Fortschreibung) of the concept; suspect links in requirements tools.
    """
    for event, position, each in doubts(repository):
        yield found(
            event,
            ("affects", position),
            text("{id} is in doubt since {date}: {title}", id=each.id, date=event.date, title=event.title),
            help=text("look at it, and add a review to the event"),
            related=[Related(repository.place(each), text("this recommendation is in doubt"))],
        )


def doubts(repository: Snapshot) -> Iterator[tuple[Event, int, Recommendation]]:
    """Recommendations that are worked on and that nobody has looked at since an event.

    With the event and the position in what it affects; one law for the finding and the overview.
    """
    current = editions_worked_on(repository)
    for event in repository.all(Event):
        reviewed = {review.recommendation for review in event.reviews if review.date >= event.date.earliest}
        for position, id_ in enumerate(event.affects):
            each = repository.get(Recommendation, id_)
            if each is None or id_ in reviewed or each.edition not in current or not is_open(each):
                continue
            yield event, position, each


@rule("KIC243", "review-of-unaffected")
def review_of_unaffected(repository: Snapshot) -> Iterator[Finding]:
    """An event's reviews are about recommendations that it affects.

    Why: A review under the wrong id leaves the right one in doubt.

    Fix: Correct the id, or add the recommendation to `affects`.

    Source: Data model of kic.
    """
    for event in repository.all(Event):
        affected = set(event.affects)
        for position, review in enumerate(event.reviews):
            if review.recommendation not in affected:
                yield found(
                    event,
                    ("reviews", position, "recommendation"),
                    text("{id} is reviewed, but the event does not affect it", id=review.recommendation),
                    help=text("correct the id, or add it to affects"),
                )


@rule("KIC244", "review-before-event")
def review_before_event(repository: Snapshot) -> Iterator[Finding]:
    """A review comes after its event.

    Why: Nobody can have looked at the effect of what had not happened.

    Fix: Correct the date of the review or of the event.

    Source: Data model of kic.
    """
    for event in repository.all(Event):
        for position, review in enumerate(event.reviews):
            if review.date < event.date.earliest:
                yield found(
                    event,
                    ("reviews", position, "date"),
                    text(
                        "reviewed on {date}, before the event on {event}", date=review.date, event=event.date
                    ),
                    help=text("correct one of the two dates"),
                )


RULES: tuple[Rule, ...] = (review_overdue, in_doubt, review_of_unaffected, review_before_event)
