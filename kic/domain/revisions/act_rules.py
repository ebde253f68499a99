"""What must hold of an act once it is committed: what was resolved, when and by whom is not written anew."""

from collections.abc import Iterator

from kic.core.place import Field
from kic.core.record import Record
from kic.core.rule import Finding, Rule, change_rule, found
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.core.values import PartialDate
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.revisions import Amendment, Nature

_RESOLVED = ("body", "date", "number", "text", "result", "changes")
_ADOPTED = ("adopted", "published", "effective", "resolution")
_AMENDED = ("edition", "nature", "date", "published", "effective", "resolution")


@change_rule("KIC249", "act-changed")
def act_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What a resolution, an amendment or an adoption says of itself stays; what was left open may be filled in.

    Why: A resolution is the ground on which words were changed and money was given. Who could write it anew could
    make any change a resolved one, years later.

    Fix: Restore it. Where it was copied wrongly from the minutes, waive the finding for this record with that reason,
    and let the waiver be merged first. What was resolved later is a resolution of its own.

    Source: § 41 GemO RLP (minutes keep the wording of resolutions); trust rules of kic: decided records only gain
    entries.
    """
    for entry in before:
        was = entry.record
        fields, now = _said(was, after)
        if was is None or now is None or now == was:
            continue
        for field in fields:
            if _rewritten(was, now, field):
                yield found(
                    now,
                    _place(now, field),
                    text("{field} of {id} was changed afterwards", field=Label("field", field), id=was.id),
                    help=text(
                        "restore it by hand or with kic undo FILE; what was resolved later is a record of its own"
                    ),
                )
        if isinstance(was, Amendment) and isinstance(now, Amendment):
            left = {each.element for each in was.elements} - {each.element for each in now.elements}
            if left:
                yield found(
                    now,
                    "elements",
                    text("{id} names {elements} no more", id=was.id, elements=tuple(sorted(left))),
                    help=text(
                        "restore it by hand or with kic undo FILE; what was resolved later is a record of its own"
                    ),
                )


def _said(
    was: Record | None, after: Snapshot
) -> tuple[tuple[str, ...], Resolution | Amendment | Edition | None]:
    """What a record says of an act, and the record as it is now; None where it is no act or is gone."""
    if isinstance(was, Resolution):
        return _RESOLVED, after.get(Resolution, was.id)
    if isinstance(was, Amendment) and was.nature is not Nature.DRAFTING:
        return _AMENDED, after.get(Amendment, was.id)
    if isinstance(was, Edition) and not was.is_draft:
        now = after.get(Edition, was.id)
        # that it is a draft again is said of its words, which that would unlock
        return _ADOPTED, None if now is None or now.is_draft else now
    return (), None


def _rewritten(was: Record, now: Record, field: str) -> bool:
    """Whether what was said is said otherwise; a list may gain items, a date its month and day."""
    old, new = getattr(was, field), getattr(now, field)
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return not f"{new}-".startswith(f"{old}-")
    if isinstance(old, tuple):
        return not isinstance(new, tuple) or new[: len(old)] != old
    return old is not None and old != new


def _place(now: Record, field: str) -> Field:
    return (field,) if getattr(now, field) not in (None, ()) else ()


RULES: tuple[Rule, ...] = (act_changed,)
