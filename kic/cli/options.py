"""Values of options: days and amounts as people write them."""

import datetime
from typing import TYPE_CHECKING

from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.values import Money


def day_of(spelling: str, option: str) -> datetime.date:
    """A day from the command line: 2026-11-22 or 22.11.2026; raises UsageError."""
    from kic.core.spelling import Ambiguous, day  # noqa: PLC0415  # few command lines name a day
    from kic.core.values import Misread  # noqa: PLC0415

    try:
        return day(spelling)
    except Misread as misread:
        raise UsageError(
            "{option} needs a day such as 2026-11-22 or 22.11.2026, not {spelling}.",
            help="The reason: {reason}." if isinstance(misread, Ambiguous) else "",
            option=option,
            spelling=spelling,
            reason=misread.text,
        ) from None


def amount_of(spelling: str, option: str) -> "Money":
    """An amount from the command line: 45000.00 or 45.000,00; raises UsageError."""
    from kic.core.spelling import Ambiguous, amount  # noqa: PLC0415
    from kic.core.values import Misread  # noqa: PLC0415

    try:
        return amount(spelling)
    except Misread as misread:
        raise UsageError(
            "{option} needs an amount such as 45000.00 or 45.000,00, not {spelling}.",
            help="The reason: {reason}." if isinstance(misread, Ambiguous) else "",
            option=option,
            spelling=spelling,
            reason=misread.text,
        ) from None
