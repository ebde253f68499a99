"""`kic payment request`: a grantee asks for an instalment of the award."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Format, Note, On, Yes, amount_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.calls import Call
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    import datetime

    from kic.core.snapshot import Snapshot
    from kic.core.values import Count, Money
    from kic.domain.notices import Instalment, Notice

EXAMPLES = """
kic payment request 2026-1-006
kic payment request 2026-1-006-n1 --instalment 7 --on 11.12.2026
kic payment request 2026-1-006 --amount 650,00 --dry-run
kic payment request 2026-1 --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", help=_("The award's notice, or its application; or a call."))
    ],
    instalment: Annotated[
        int | None,
        typer.Option(
            "--instalment", metavar=_("N"), min=1, help=_("Its number; else the next that was not asked for.")
        ),
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option(
            "--amount", metavar=_("AMOUNT"), help=_("How much; else what is left of the instalment.")
        ),
    ] = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.groups.payments import conclude_plan, notice_of  # noqa: PLC0415
    from kic.domain.payments import PaymentKind  # noqa: PLC0415
    from kic.domain.payments.money_rules import GIVING  # noqa: PLC0415
    from kic.domain.payments.moves import begin_payment, next_id  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    call = snapshot.get(Call, id.casefold())
    if call is not None:
        if instalment is not None or amount is not None:
            raise UsageError("--instalment and --amount go with one application, not with a call.")
        return _all_of(session, call.id, on or session.today, note, yes=yes, dry_run=dry_run, output=output)
    notice = notice_of(session, id, GIVING)
    number, left = _meant(snapshot, notice, instalment)
    asked = left if amount is None else amount_of(amount, "--amount")
    if asked is None:
        raise UsageError(
            "{id} has nothing left that could be asked for.",
            help="kic payment list --all shows what was paid.",
            id=notice.application,
        )
    new = next_id(snapshot, notice.application)
    plan = begin_payment(
        snapshot,
        notice,
        PaymentKind.PAYOUT,
        asked,
        instalment=number,
        requested=on or session.today,
        note=note,
    )
    return conclude_plan(
        session, plan, new, command="payment request", yes=yes, dry_run=dry_run, output=output,
        next_step=f"kic payment certify {new}",
    )  # fmt: skip


def _all_of(  # a command's options, as they came
    session: Session,
    call: str,
    day: "datetime.date",
    note: str | None,
    *,
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    """The next instalment of every award of a call that stands; Refused where none is left."""
    from kic.cli.groups.payments import conclude_plan, notice_of  # noqa: PLC0415
    from kic.core.plan import joined  # noqa: PLC0415
    from kic.core.text import plural  # noqa: PLC0415
    from kic.core.values import total  # noqa: PLC0415
    from kic.domain.notices import Notice, NoticeKind  # noqa: PLC0415
    from kic.domain.notices.grant import issued_by  # noqa: PLC0415
    from kic.domain.payments import PaymentKind  # noqa: PLC0415
    from kic.domain.payments.money_rules import GIVING  # noqa: PLC0415
    from kic.domain.payments.moves import begin_payment  # noqa: PLC0415

    snapshot = session.repository.snapshot
    awards = sorted(
        {
            each.application
            for each in snapshot.all(Notice)
            if each.call == call and each.notice is NoticeKind.AWARD and issued_by(each, None)
        }
    )
    plans, amounts = [], []
    for application in awards:
        notice = notice_of(session, application, GIVING)
        number, left = _meant(snapshot, notice, None)
        if left is not None:
            amounts.append(left)
            plans.append(
                begin_payment(
                    snapshot, notice, PaymentKind.PAYOUT, left, instalment=number, requested=day, note=note
                )
            )
    if not plans:
        raise Refused(
            "{id} has nothing left that could be asked for.",
            help="kic payment list --all shows what was paid.",
            id=call,
        )
    title = plural(
        "{n} payout of {call} over {amount}",
        "{n} payouts of {call} over {amount}",
        n=len(plans),
        call=call,
        amount=total(amounts),
    )
    return conclude_plan(
        session, joined(title, plans), call, command="payment request", yes=yes, dry_run=dry_run, output=output,
        next_step=f"kic payment certify {call}",
    )  # fmt: skip


def _meant(snapshot: "Snapshot", notice: "Notice", wanted: int | None) -> "tuple[Count | None, Money | None]":
    """The number of the instalment, and what is left of it (of the award, where there are none)."""
    from kic.core.values import Count, Money, total  # noqa: PLC0415
    from kic.domain.notices.grant import grant  # noqa: PLC0415
    from kic.domain.payments.standing import asked_for, ended, is_payout, paid_back, payments_of  # noqa: PLC0415

    payments = payments_of(snapshot, notice.application)
    award = grant(snapshot, notice.application)
    amount = award.amount if award is not None else notice.amount or Money(0)
    instalments = award.instalments if award is not None else notice.instalments

    def left(instalment: "Instalment") -> Money:
        return instalment.amount - total(
            each.amount
            for each in payments
            if is_payout(each) and not ended(each) and each.instalment == instalment.number
        )

    rest = amount - asked_for(payments) + paid_back(payments)
    if wanted is not None:
        found = next((each for each in instalments if each.number == wanted), None)
        most = rest if found is None else min(left(found), rest)
        return Count(wanted), most if most.cents > 0 else found.amount if found is not None else amount
    for each in instalments:
        if left(each).cents > 0 and rest.cents > 0:
            return each.number, min(left(each), rest)
    return None, rest if rest.cents > 0 and not instalments else None
