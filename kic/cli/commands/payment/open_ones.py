"""`kic payment list`: what is open, who acts next, and what stops it."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Text, plural, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kic.documents.payments import PaymentView
    from kic.domain.payments import PaymentKind

EXAMPLES = """
kic payment list
kic payment list 2025-2 --all
kic payment list --format json
"""


def command(
    context: typer.Context,
    call: Annotated[
        str | None, typer.Argument(metavar=_("CALL"), help=_("Only payments of this call."))
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("Also what is booked, bounced or cancelled."))
    ] = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    from kic.documents.payments import payments_view  # noqa: PLC0415
    from kic.domain.calls import Call  # noqa: PLC0415

    session: Session = context.obj
    session.look_on(as_of)
    found = None if call is None else session.repository.find(Call, call).id
    views = payments_view(session.repository.snapshot, session.today, call=found, every=every)
    if output == "json":
        session.json("payment list", views)
        return 0
    if not views:
        session.talk(text("No payment is open.") if not every else text("There is no payment."))
        return 0
    session.out(_table(session, views))
    stops = [session.language.say(line) for view in views for line in _stops(session, view)]
    if stops:
        session.out("\n" + "\n".join(_broken(stops, session.width)))
    step = next((each for view in views if (each := _command(session, view)) is not None), None)
    if step is not None:
        session.next_step(step)
    return 0


def _table(session: Session, views: "tuple[PaymentView, ...]") -> str:
    from kic.core.values import total  # noqa: PLC0415
    from kic.domain.payments import PaymentKind  # noqa: PLC0415
    from kic.present.tables import Column, table  # noqa: PLC0415

    say, word, label = session.language.say, session.language.word, session.language.label
    columns = [
        Column(label("kind", "payment"), fixed=True),
        Column(say(text("What"))),
        Column(label("field", "amount"), right=True, fixed=True),
        Column(say(text("Stands"))),
        Column(say(text("Next"))),
        Column(say(text("Who"))),
    ]
    rows = [
        [
            view.id,
            word(_what(view)),
            word(view.amount),
            say(_stands(view)),
            "" if view.duty is None else word(view.duty),
            word(_who(view)),
        ]
        for view in views
    ]
    out = total(view.amount for view in views if view.payment is PaymentKind.PAYOUT)
    back = total(view.amount for view in views if view.payment is not PaymentKind.PAYOUT)
    sums = plural(
        "{n} payment: {out} to the grantee, {back} back.",
        "{n} payments: {out} to the grantees, {back} back.",
        n=len(views),
        out=out,
        back=back,
    )
    return table(columns, rows, limit=session.width) + "\n" + say(sums)


def _broken(lines: "list[str]", columns: int) -> "Iterator[str]":
    """Sentences in lines that fit; what goes on is set in, so that each begins with its id at the left."""
    from kic.present.width import wrapped  # noqa: PLC0415

    for line in lines:
        first, *more = wrapped(line, columns - 2)
        yield first
        yield from (f"  {each}" for each in more)


def _who(view: "PaymentView") -> Text | str:
    if view.duty is None or view.who:
        return ", ".join(view.who)
    return text("nobody has the duty {duty}", duty=view.duty)


def _what(view: "PaymentView") -> "Text | PaymentKind":
    if view.instalment is not None:
        return text("{payment}, instalment {number}", payment=view.payment, number=view.instalment)
    return view.payment


def _stands(view: "PaymentView") -> Text:
    if view.last is not None:
        return text("{event} on {day}", event=view.last, day=view.since)
    if view.requested is not None:
        return text("asked for on {day}", day=view.requested)
    if view.due is not None:
        return text("due on {day}", day=view.due)
    return text("recorded")


def _stops(session: Session, view: "PaymentView") -> "Iterator[Text]":
    """What stops a payout, a line each."""
    from kic.domain.payments import PaymentKind  # noqa: PLC0415

    for stop in view.stopped_by:
        yield text(
            "{id} is stopped by the condition {condition} of {notice}, due on {due}: {words}",
            id=view.id, condition=stop.condition, notice=stop.notice, due=stop.due, words=stop.text,
        ) if stop.due is not None else text(
            "{id} is stopped by the condition {condition} of {notice}: {words}",
            id=view.id, condition=stop.condition, notice=stop.notice, words=stop.text,
        )  # fmt: skip
    if view.accounts_missing:
        yield text(
            "{id} is stopped: the proof of use is missing of {applications}",
            id=view.id, applications=view.accounts_missing,
        )  # fmt: skip
    if view.contested:
        yield text("{id}: an objection is pending: {ids}", id=view.id, ids=view.contested)
    if view.next is None or view.payment is not PaymentKind.PAYOUT:
        return
    if not view.final:
        yield text("{id} waits until its notice is final; no day is known yet", id=view.id)
    elif view.earliest is not None and view.earliest > session.today:
        yield text("{id} may go from {day} on", id=view.id, day=view.earliest)


def _command(session: Session, view: "PaymentView") -> str | None:
    """The command of the next step, for what may go today."""
    from kic.domain.payments import PaymentEvent, PaymentKind  # noqa: PLC0415

    if view.next is None or view.stopped_by or view.accounts_missing:
        return None
    if view.payment is PaymentKind.PAYOUT and (view.earliest is None or view.earliest > session.today):
        return None
    return {
        PaymentEvent.CERTIFIED: f"kic payment certify {view.id}",
        PaymentEvent.ORDERED: f"kic payment order {view.id}",
        PaymentEvent.RELEASED: f"kic payment release {view.id}",
        PaymentEvent.BOOKED: "kic payment import ...",
    }[view.next]
