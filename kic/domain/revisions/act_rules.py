"""What must hold of an act once it is committed: what was resolved, when and by whom is not written anew."""

from collections.abc import Iterator

from kic.core.place import Field
from kic.core.record import Record
from kic.core.rule import Finding, Rule, change_rule, found
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.domain.concept.edition import Resolution
from kic.domain.revisions import Amendment, Nature

_RESOLVED = ("body", "date", "number", "text", "result", "changes")
_AMENDED = ("edition", "nature", "date", "published", "effective", "resolution")


@change_rule("KIC249", "act-changed")
def act_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What a resolution or an amendment says of itself stays; what was left open may be filled in.

    Why: A resolution is the ground on which words were changed and money was given. Who could write it anew could
    make any change a resolved one, years later.

    Fix: Restore it. Where it was copied wrongly from the minutes, waive the finding for this record with that reason,
    and let the waiver be merged first. What was resolved later is a resolution of its own.

    Source: § 41 GemO RLP (minutes keep the wording of resolutions); trust rules of kic: decided records only gain
    entries.
    """
    for entry in before:
        was = entry.record
        now: Resolution | Amendment | None
        if isinstance(was, Resolution):
            fields, now = _RESOLVED, after.get(Resolution, was.id)
        elif isinstance(was, Amendment) and was.nature is not Nature.DRAFTING:
            fields, now = _AMENDED, after.get(Amendment, was.id)
        else:
            continue
        if now is None or now == was:
            continue
        for field in fields:
            if _rewritten(was, now, field):
                yield found(
                    now,
                    _place(now, field),
                    text("{field} of {id} was changed afterwards", field=Label("field", field), id=was.id),
                    help=text("restore it; what was resolved later is a record of its own"),
                )
        if isinstance(was, Amendment) and isinstance(now, Amendment):
            left = {each.element for each in was.elements} - {each.element for each in now.elements}
            if left:
                yield found(
                    now,
                    "elements",
                    text("{id} names {elements} no more", id=was.id, elements=tuple(sorted(left))),
                    help=text("restore it; what was resolved later is a record of its own"),
                )


def _rewritten(was: Record, now: Record, field: str) -> bool:
    """Whether what was said is said otherwise; a list may gain items."""
    old, new = getattr(was, field), getattr(now, field)
    if isinstance(old, tuple):
        return not isinstance(new, tuple) or new[: len(old)] != old
    return old is not None and old != new


def _place(now: Record, field: str) -> Field:
    return (field,) if getattr(now, field) not in (None, ()) else ()


RULES: tuple[Rule, ...] = (act_changed,)
