"""What is said above everything else where another day than today is looked at."""

from collections.abc import Iterator

from kic.core.text import Text, plural, text
from kic.domain.concept.edition import Edition
from kic.domain.in_force import InForce


def said(found: InForce) -> Iterator[Text]:
    """The day, the edition in force, and what is not known of it: a sentence or two each."""
    yield _day(found)
    if found.to_come:
        yield text("This day is to come: what is known today is shown.")
    for each in found.untold:
        yield text(
            "{id}: its wording on this day is not told by git ({amendments}: {reason}). Today's is shown.",
            id=each.element,
            amendments=each.amendments,
            reason=each.reason,
        )
    if found.perhaps:
        yield text(
            "{ids}: the day of effect is known only in part; the words are shown as amended.",
            ids=found.perhaps,
        )
    if found.unreadable:
        yield plural(
            "{ids} cannot be read, so what it changed may not be as on this day. See kic check.",
            "{ids} cannot be read, so what they changed may not be as on this day. See kic check.",
            n=len(found.unreadable),
            ids=found.unreadable,
        )


def _day(found: InForce) -> Text:
    edition = found.edition
    if edition is None:
        if not found.snapshot.all(Edition):
            return text("As of {day}.", day=found.day)
        return text("As of {day}: no edition of the concept was in force.", day=found.day)
    title = edition.edition.title
    if edition.since is None:
        return text(
            "As of {day}, in force: {edition}. Since when is not known.", day=found.day, edition=title
        )
    if edition.perhaps:
        return text(
            "As of {day}, in force perhaps: {edition}. It began in {since}, the day is not known.",
            day=found.day,
            edition=title,
            since=edition.since,
        )
    if edition.adopted_only:
        return text(
            "As of {day}, in force: {edition}, adopted on {since}. No day of effect is known.",
            day=found.day,
            edition=title,
            since=edition.since,
        )
    return text(
        "As of {day}, in force: {edition}, since {since}.", day=found.day, edition=title, since=edition.since
    )
