"""A journal for hledger: plain text accounting that `hledger check --strict` accepts.

Everything is declared before it is used: the commodity, every account, payee and tag. Names of accounts are paths; a
character that hledger gives a meaning to, such as `:` or `;`, is written as `%` and its UTF-8 bytes in hexadecimal, so
that no two accounts fall together.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from kic.core.values import Money

if TYPE_CHECKING:
    from kic.core.place import Place
    from kic.domain.accounts.journal import Transaction

COMMODITY = "EUR"
TAGS = ("call", "application", "voucher", "year", "source")
_PLAIN = "".join(map(chr, range(0x20, 0x7F))).translate({ord(c): None for c in "%:;()[]{}<>*!\"'`=|,@#~\\"})


def name(account: Iterable[str]) -> str:
    """An account's name in the journal; each step of the path is spelled so that hledger reads it as one."""
    return ":".join(_step(each) for each in account)


def _step(step: str) -> str:
    spelled = quote(step, safe=_PLAIN) or "%"
    while "  " in spelled:
        spelled = spelled.replace("  ", " %20")
    if spelled.startswith(" "):
        spelled = "%20" + spelled[1:]
    if spelled.endswith(" "):
        spelled = spelled[:-1] + "%20"
    return spelled


def written(transactions: "Iterable[Transaction]", where: "Callable[[Place], str]", *, title: str) -> str:
    """The journal as text, with a final line end; `where` says file and line of a place.

    Same transactions, same bytes. `title` stands in the head, in a comment.
    """
    listed = list(transactions)
    accounts = sorted({name(posting.account) for each in listed for posting in each.postings})
    payees = sorted({_step(each.payee) for each in listed})
    head = [
        f"; {' '.join(title.split())}",
        "decimal-mark .",
        f"commodity 1000.00 {COMMODITY}",
        *(f"tag {tag}" for tag in TAGS),
        *(f"payee {payee}" for payee in payees),
        *(f"account {account}" for account in accounts),
    ]
    return "\n".join([*head, "", *(line for each in listed for line in _lines(each, where))])


def _lines(each: "Transaction", where: "Callable[[Place], str]") -> Iterable[str]:
    tags = {
        "year": str(each.year),
        "call": each.call,
        "application": each.application,
        "voucher": each.voucher,
    }
    yield f"{each.date.isoformat()} * {_step(each.payee)} | {each.what}"
    yield "    ; " + ", ".join(f"{tag}:{_step(value)}" for tag, value in tags.items() if value is not None)
    yield f"    ; source:{where(each.place).replace(',', '%2C')}"
    for posting in each.postings:
        yield f"    {name(posting.account)}  {_amount(posting.amount)}"
    yield ""


def _amount(amount: Money) -> str:
    return f"{amount} {COMMODITY}"
