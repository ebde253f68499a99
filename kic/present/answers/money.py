"""Answers of commands about payments, the money of a year, and where it went."""

from kic.present.answers.shapes import (
    DAY,
    FINDING,
    FLAG,
    MONEY,
    ROW,
    TEXT,
    TRACE,
    WHOLE,
    Schema,
    closed,
    list_of,
    one_of,
    or_none,
    written,
)

_WHOLE = closed(
    call=or_none(TEXT),
    themes=list_of(ROW),
    goals=list_of(ROW),
    recommendations=list_of(ROW),
    without_recommendation=list_of(ROW),
    without_money=list_of(ROW),
    total=ROW,
)

_LISTED = closed(row=WHOLE, payment=TEXT, amount=MONEY, date=DAY, voucher=TEXT, named=FLAG)

DATA: dict[str, Schema] = {
    "payment list": list_of(
        closed(
            id=TEXT,
            call=TEXT,
            application=TEXT,
            title=or_none(TEXT),
            payment=one_of("payout", "repayment", "interest"),
            instalment=or_none(WHOLE),
            amount=MONEY,
            requested=or_none(DAY),
            due=or_none(DAY),
            last=or_none(TEXT),
            since=or_none(DAY),
            voucher=or_none(TEXT),
            next=or_none(TEXT),
            duty=or_none(TEXT),
            who=list_of(TEXT),
            earliest=or_none(DAY),
            final=FLAG,
            stopped_by=list_of(closed(notice=TEXT, condition=TEXT, text=TEXT, due=or_none(DAY))),
            contested=list_of(TEXT),
            accounts_missing=list_of(TEXT),
        )
    ),
    "payment request": written(id=TEXT),
    "payment certify": written(id=TEXT),
    "payment order": written(id=TEXT),
    "payment release": written(id=TEXT),
    "payment book": written(id=TEXT),
    "payment bounce": written(id=TEXT),
    "payment cancel": written(id=TEXT),
    "payment expect": written(id=TEXT),
    "payment import": written(
        sheet=or_none(TEXT),
        since=or_none(DAY),
        until=or_none(DAY),
        rows=WHOLE,
        booked=list_of(_LISTED),
        already=list_of(_LISTED),
        waiting=list_of(WHOLE),
        unknown=list_of(WHOLE),
        not_booked=list_of(TEXT),
        calls=list_of(
            closed(
                call=TEXT, listed_out=MONEY, listed_in=MONEY, booked_out=MONEY, booked_in=MONEY, agrees=FLAG
            )
        ),
        accounts=list_of(closed(account=TEXT, rows=WHOLE, listed=MONEY, known=MONEY, unknown=MONEY)),
        unread=list_of(TEXT),
        findings=list_of(FINDING),
    ),
    "trace": closed(whole=or_none(_WHOLE), trace=or_none(TRACE)),
    "year base-rate": written(since=DAY, percent=TEXT),
    "year budget": written(year=WHOLE),
    "year carry-over": written(id=TEXT),
    "year close": written(year=WHOLE),
    "year show": closed(closed=or_none(DAY), year=TRACE),
}
"""What stands under `data`, by command."""
