"""What can be wrong with a list of the treasury's bookings: the laws KIC890 to KIC899, each with its manual page."""

from inspect import cleandoc

from kic.core.diagnostic import Law, Severity


def _law(code: str, slug: str, manual: str, severity: Severity = Severity.ERROR) -> Law:
    return Law(code, slug, severity, cleandoc(manual))


UNKNOWN_ROW = _law(
    "KIC890",
    "booking-unknown",
    """A row of the treasury's list fits no payment here.

    A row finds its payment by the id in its purpose (`2026-1-013-p1`), else by an amount and an account that only one
    payment has which waits for its booking.

    Why: money was booked of which nobody here has ordered anything, or the id was lost on the way. The totals differ
    until it is cleared up.

    Fix: nothing, if the row is another office's. Else ask the treasury which payment it is, and enter the booking
    with its voucher: kic payment book ID --voucher NUMBER.

    Source: § 25 GemHVO RLP: the treasury pays and books; totals are reconciled with the city's accounting.
    """,
    Severity.WARNING,
)
AMOUNT_DIFFERS = _law(
    "KIC891",
    "booking-differs",
    """The treasury booked another amount than was ordered.

    Why: either too much or too little has gone, or one row holds several payments. The payment is not booked here
    until somebody knows which.

    Fix: ask the treasury. A part that is missing comes with another booking; what was paid too much is reclaimed.

    Source: § 25 GemHVO RLP (ground and amount); totals are reconciled with the city's accounting.
    """,
)
ROW_UNCLEAR = _law(
    "KIC892",
    "booking-unclear",
    """It is not clear which payment a row of the treasury's list is.

    Its purpose names several payments, or several rows name one, or more than one payment has this amount and account.

    Why: a booking that was guessed makes two accounts wrong, and nobody looks there again.

    Fix: ask the treasury, and enter the booking by hand: kic payment book ID --voucher NUMBER --on DAY.

    Source: Orderly municipal bookkeeping (GemHVO RLP): every booking has its voucher.
    """,
)
BOOKED_OTHERWISE = _law(
    "KIC893",
    "booked-otherwise",
    """A payment is booked here with another voucher or day than the treasury's list says.

    Why: one of the two is wrong, or the money went out twice.

    Fix: ask the treasury. If the voucher here was mistyped, and nothing was recorded since, kic undo takes the booking
    back. If the money went twice, the second payment has to be reclaimed.

    Source: § 25 GemHVO RLP; orderly municipal bookkeeping.
    """,
)
NOT_IN_LIST = _law(
    "KIC894",
    "order-not-booked",
    """A payment that was released is not in the treasury's list.

    Why: a payment known to kic is an order until the booking is read back. If the list reaches beyond the day of the
    release, the order may have been lost.

    Fix: ask the treasury, if some days have passed.

    Source: § 25 GemHVO RLP: the treasury pays and books.
    """,
    Severity.NOTE,
)
NOT_ORDERED = _law(
    "KIC895",
    "booked-without-order",
    """The treasury booked a payment that is not released here, or was cancelled.

    Why: what is paid before it was certified, ordered and released was paid without an order.

    Fix: if the steps were taken on paper, enter them with their days and roles, and read the list again. If not, ask
    the treasury on whose order it paid.

    Source: § 25 GemHVO RLP: certification, order, release by two, execution.
    """,
)
BOOKED_NOT_LISTED = _law(
    "KIC896",
    "booking-not-listed",
    """A payment is booked here in the time of the treasury's list, but the list does not hold it.

    Why: what is counted as paid here is not in the city's books.

    Fix: look whether the list holds all accounts. If so, ask the treasury for the voucher that stands here.

    Source: § 25 GemHVO RLP: the treasury pays and books; totals are reconciled with the city's accounting.
    """,
    Severity.WARNING,
)
CAME_BACK = _law(
    "KIC897",
    "booking-reversed",
    """A row of the treasury's list runs the other way than its payment: a payout came back, or a receipt was sent back.

    Why: the bank returns transfers to accounts that do not exist any more. The payment here still counts as paid.

    Fix: record that it bounced: kic payment bounce ID --on DAY --note "...". The instalment is paid by a new payment.

    Source: Orderly municipal bookkeeping (GemHVO RLP).
    """,
)
TREASURY_COLUMN = _law(
    "KIC898",
    "treasury-column",
    """The treasury's list has not the columns that `treasury` in kic.yaml names.

    Needed are a date, a voucher, an amount and a purpose; an account helps. Columns that are not named are not read:
    names and bank details stay in the treasury's file.

    Why: an export with other columns is another export. Values from a wrong column would be booked as if they were
    right.

    Fix: correct the headings in kic.yaml, or name them: `--column "Beleg=voucher"`.

    Source: GDPR, Art. 5 (data minimisation): nothing is read that is not needed.
    """,
)

OTHER_ACCOUNT = _law(
    "KIC899",
    "booked-in-another-account",
    """The treasury booked a payment in another account than the call or the payment names.

    The purpose of the row names the payment, so it is booked here all the same: that the money has gone is a fact.

    Why: the money is missing in the account that the budget provides it in, and stands in one that another office
    answers for. The sums per account differ until it is booked over.

    Fix: ask the treasury to book it over. If the account is right, name it: `accounting` of the call, or of the
    payment where it is that of another budget year.

    Source: § 25 GemHVO RLP: the treasury pays and books; totals are reconciled with the city's accounting.
    """,
    Severity.WARNING,
)

LAWS: tuple[Law, ...] = (
    UNKNOWN_ROW,
    AMOUNT_DIFFERS,
    ROW_UNCLEAR,
    BOOKED_OTHERWISE,
    NOT_IN_LIST,
    NOT_ORDERED,
    BOOKED_NOT_LISTED,
    CAME_BACK,
    TREASURY_COLUMN,
    OTHER_ACCOUNT,
)
