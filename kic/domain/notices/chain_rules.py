"""What must hold of notices one after another: a chain without a gap, and nothing that was issued is rewritten."""

from collections.abc import Iterator

from kic.core.diagnostic import Related
from kic.core.ids import Id
from kic.core.place import Place
from kic.core.record import declared
from kic.core.rule import Finding, Rule, change_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.core.values import Money
from kic.domain.notices import CHANGING, Notice, NoticeEvent, NoticeKind, Objection
from kic.domain.notices.grant import SETTING_AMOUNT, Grant, followed
from kic.domain.notices.standing import issued_on, notices_of


@rule("KIC808", "changes-no-notice")
def changes_no_notice(repository: Snapshot) -> Iterator[Finding]:
    """An amendment, revocation, final notice or clawback names the award of its application that it changes.

    Why: Only what was awarded can be changed, and from a chain without a gap anybody sees how the award became
    what it is.

    Fix: Name in `changes` the last issued notice on the award, and in `before` the amount that stood.

    Source: §§ 48, 49, 49a VwVfG: what is taken back or reclaimed is a notice that was given.
    """
    for notice in repository.all(Notice):
        if notice.notice not in CHANGING:
            if notice.changes is not None:
                yield found(
                    notice,
                    "changes",
                    text("{kind}: changes no earlier notice", kind=notice.notice),
                    help=text("take this line out"),
                )
            continue
        changed = repository.get(Notice, notice.changes)
        message = None
        if notice.changes is None:
            message = text("{kind} that names no notice it changes", kind=notice.notice)
        elif changed is None:
            continue
        elif changed.application != notice.application:
            message = text(
                "{id} is a notice on {other}, not on {application}",
                id=changed.id,
                other=changed.application,
                application=notice.application,
            )
        elif changed.id == notice.id or changed.notice is NoticeKind.REFUSAL:
            message = text("{id} gives no award that could be changed", id=changed.id)
        elif issued_on(changed) is None:
            message = text("{id} is not issued yet: a draft is corrected, not changed", id=changed.id)
        if message is not None:
            yield found(
                notice,
                "changes" if notice.changes is not None else (),
                message,
                help=text(
                    "name the last issued notice on the award of {application}",
                    application=notice.application,
                ),
            )


@rule("KIC809", "notice-breaks-chain", requires=(changes_no_notice,))
def notice_breaks_chain(repository: Snapshot) -> Iterator[Finding]:
    """A notice that changes an award starts from the amount that stood until then.

    Why: A chain without a gap shows how an award became what it is, and that no notice was taken out. A
    revocation takes something away.

    Fix: Correct `before`, or the order of the notices.

    Source: Data model of kic: amendments form a chain. §§ 48, 49 VwVfG.
    """
    for application in dict.fromkeys(each.application for each in repository.all(Notice)):
        issued = [
            each
            for each in notices_of(repository, application)
            if each.has(NoticeEvent.ISSUED)
            and each.notice in SETTING_AMOUNT
            and not each.has(NoticeEvent.SET_ASIDE)
        ]
        yield from _drafts_that_take_nothing(repository, application)
        after: Grant | None = None
        for notice in issued:
            held, after = after, followed(after, notice)
            if notice.notice is NoticeKind.AWARD:
                continue
            if held is None:
                yield found(
                    notice,
                    "notice",
                    text("no award was issued before it that it could change"),
                    help=text("issue the award first"),
                )
            elif notice.before is not None and notice.before != held.amount:
                yield found(
                    notice,
                    "before",
                    text("{before}, but {held} stood until then", before=notice.before, held=held.amount),
                    help=text("correct it"),
                    related=[Related(repository.place(held.last, "amount"), text("what stood"))],
                )
            elif notice.notice is NoticeKind.REVOCATION and not (
                Money(0) <= (notice.amount or Money(0)) < held.amount
            ):
                yield _takes_nothing(notice, held.amount)


def _drafts_that_take_nothing(repository: Snapshot, application: Id) -> Iterator[Finding]:
    """Drafts of revocations too: the hearing tells the recipient what is meant to be left."""
    for notice in notices_of(repository, application):
        if (
            notice.notice is NoticeKind.REVOCATION
            and notice.before is not None
            and not notice.has(NoticeEvent.ISSUED)
            and not Money(0) <= (notice.amount or Money(0)) < notice.before
        ):
            yield _takes_nothing(notice, notice.before)


def _takes_nothing(notice: Notice, held: Money) -> Finding:
    return found(
        notice,
        "amount",
        text(
            "{amount} would be left of {held}: that takes nothing away",
            amount=notice.amount or Money(0),
            held=held,
        ),
        help=text("enter what is left of the award"),
    )


@change_rule("KIC820", "issued-notice-changed")
def issued_notice_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A notice that was issued stays as it was issued; its logs gain steps.

    Why: The recipient holds the letter. What stands here has to be what stands there.

    Fix: Put it back as it was (`kic undo FILE`). What is wrong in it is changed by an amending notice.

    Source: § 43 VwVfG: a notice takes effect with the content with which it was made known.
    """
    for old in before.all(Notice):
        now = after.get(Notice, old.id)
        if now is None or now is old or not old.has(NoticeEvent.ISSUED):
            continue
        for field in declared(Notice):
            if field.name in _FREE or getattr(old, field.name) == getattr(now, field.name):
                continue
            if field.name in _LATER and getattr(old, field.name) is None:
                continue
            yield found(
                now,
                field.key,
                text("{field} of an issued notice was changed", field=Label("field", field.key)),
                help=text(
                    "put it back by hand or with kic undo FILE; what is wrong is changed by an amending notice: kic "
                    "notice amend"
                ),
            )
    for was in before.all(Objection):
        is_ = after.get(Objection, was.id)
        if is_ is None or is_ is was:
            continue
        for name in ("call", "application", "against", "received"):
            if getattr(was, name) != getattr(is_, name):
                yield found(
                    is_,
                    name,
                    text("{field} of a recorded objection was changed", field=Label("field", name)),
                    help=text("put it back by hand or with kic undo FILE"),
                )


_FREE = frozenset({*Notice.log_fields, "note", "gaps", "sources", "invented"})
"""What may change of an issued notice: its logs (KIC066), and what kic is told about it."""
_LATER = frozenset({"register", "forgone"})
"""What is said once, after it is out: the entry in the register of aid, and a small sum that is not claimed."""


@change_rule("KIC821", "objection-vanished")
def objection_vanished(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """An objection that was recorded stays, also one that nothing has happened to yet.

    Why: Somebody waits for an answer, and the period for a lawsuit for failure to act runs. A file that is gone
    is answered by nobody.

    Fix: Put the file back. What was withdrawn has a step that says so: kic notice objection.

    Source: § 75 VwGO (lawsuit where nothing is decided within three months; not confirmed); trust rules of kic.
    """
    for old in before.all(Objection):
        path = before.entry(old).path
        if old.steps or after.entries_with(old.id) or path in after.entries:
            continue  # KIC066 speaks of what is gone with its log
        yield found(
            Place(path),
            (),
            text("the objection {id} is gone", id=old.id),
            help=text(
                "bring the file back with kic undo FILE; one that was withdrawn has a step that says so"
            ),
        )


RULES: tuple[Rule, ...] = (
    changes_no_notice,
    notice_breaks_chain,
    issued_notice_changed,
    objection_vanished,
)
