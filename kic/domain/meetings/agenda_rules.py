"""What must hold of an agenda: it goes out with the invitation, and stays what the members were given."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, change_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.meetings import Meeting, MeetingState


@rule("KIC780", "invitation-without-agenda", Severity.WARNING)
def invitation_without_agenda(repository: Snapshot) -> Iterator[Finding]:
    """An invitation names at least one item.

    Why: Members prepare for what the agenda names, and disclose beforehand where they may be biased. What is not
    on it reaches them unprepared.

    Fix: Enter the items (`kic meeting item`) before the invitation goes out. If the agenda is not known any more,
    add `items` to `gaps`.

    Source: § 34 GemO RLP (convening with an agenda); for committees by reference. kic does not judge what follows
    from a missing agenda.
    """
    for meeting in repository.all(Meeting):
        if (
            meeting.invitation is None
            or meeting.items
            or meeting.state is MeetingState.CANCELLED
            or meeting.tells("items")
        ):
            continue
        yield found(
            meeting,
            ("invitation",),
            text("the invitation of {sent} has no item", sent=meeting.invitation.sent),
            help=text("enter the agenda before the invitation goes out"),
        )


@change_rule("KIC781", "item-after-invitation", Severity.WARNING)
def item_after_invitation(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """No item comes onto an agenda that the members have, unless it is said why.

    Why: Who was invited with the agenda could not prepare for this item, and may have stayed away. Known is only
    what was committed: an item that is committed together with the invitation was part of it.

    Fix: Send the agenda anew and enter that day (`kic meeting invite`), or say in the meeting's `note` who decided
    to extend the agenda and why it could not wait.

    Source: § 34 GemO RLP (convening with an agenda); for committees by reference. Whether and how an agenda may
    be extended follows from there and from the rules of procedure; kic does not judge it.
    """
    for old in before.all(Meeting):
        new = after.get(Meeting, old.id)
        if new is None or new is old or old.invitation is None or new.note != old.note:
            continue
        if new.state is MeetingState.CANCELLED or new.invitation != old.invitation:
            continue
        if old.minutes is not None and (old.minutes.sent or old.minutes.approved):
            continue  # KIC718 and KIC719 speak of it
        known = {each.id for each in old.items}
        for position, item in enumerate(new.items):
            if item.id not in known:
                yield found(
                    new,
                    ("items", position),
                    text(
                        "item {number} is new, and the invitation went out on {sent}",
                        number=item.number,
                        sent=old.invitation.sent,
                    ),
                    help=text("send the agenda anew, or say in the meeting's note why this could not wait"),
                    related=[Related(after.place(new, "invitation"), text("the invitation"))],
                )


@rule("KIC782", "item-about-twice")
def item_about_twice(repository: Snapshot) -> Iterator[Finding]:
    """An item names each record that it deals with once.

    Why: An application that stands twice in an item looks like two. Mostly another one was meant.

    Fix: Take the second one out, or enter the record that was meant.

    Source: Data model of kic: a list of references names each record once.
    """
    for meeting in repository.all(Meeting):
        for position, item in enumerate(meeting.items):
            if len(item.about) == len(set(item.about)):
                continue
            for place, about in enumerate(item.about):
                if about in item.about[:place]:
                    yield found(
                        meeting,
                        ("items", position, "about", place),
                        text("item {number} names {id} twice", number=item.number, id=about),
                        help=text("take it out, or enter the record that was meant"),
                    )


RULES: tuple[Rule, ...] = (invitation_without_agenda, item_after_invitation, item_about_twice)
