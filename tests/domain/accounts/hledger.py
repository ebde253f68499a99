"""hledger as the second opinion on kic's sums: it reads the exported journal and adds up by itself."""

import json
import subprocess
from pathlib import Path

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.accounts.calls import call_accounts
from kic.domain.accounts.grants import by_applicant, grants
from kic.domain.accounts.journal import NOBODY, journal
from kic.domain.accounts.years import year_accounts
from kic.present.hledger import written


def export(state: Snapshot, file: Path, **wanted) -> Path:
    """What `kic export hledger` writes."""
    transactions = journal(state, **wanted)
    file.write_text(
        written(transactions, lambda place: f"{place.path}:{state.span(place).line}", title="Probe"), "utf-8"
    )
    return file


def balances(state: Snapshot) -> dict[tuple[str, ...], Money]:
    """What every account of the whole journal comes to: accounts of zero are left out."""
    found: dict[tuple[str, ...], int] = {}
    for transaction in journal(state):
        for posting in transaction.postings:
            found[posting.account] = found.get(posting.account, 0) + posting.amount.cents
    return {name: Money(cents) for name, cents in sorted(found.items()) if cents}


def checked(file: Path) -> None:
    """`hledger check --strict` and what else it can check accept the journal."""
    done = subprocess.run(
        ["hledger", "-f", file, "check", "--strict", "payees", "ordereddates"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def sums(file: Path) -> dict[str, int]:
    """Every account's own balance in cents, as hledger says; accounts of zero too."""
    done = subprocess.run(
        ["hledger", "-f", file, "balance", "--flat", "--empty", "--no-total", "-O", "json"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = {}
    for full, _short, _depth, amounts in json.loads(done.stdout)[0]:
        cents = 0
        for amount in amounts:
            assert amount["acommodity"] == "EUR"
            quantity = amount["aquantity"]
            assert quantity["decimalPlaces"] <= 2
            cents += quantity["decimalMantissa"] * 10 ** (2 - quantity["decimalPlaces"])
        found[full] = cents
    return found


def agree(state: Snapshot, file: Path) -> None:
    """hledger accepts the journal of a state and comes to kic's sums for every year, call, applicant and grant."""
    checked(export(state, file))
    told = sums(file)

    def below(*steps: str, ends: tuple[str, ...] = ()) -> int:
        """What stands on an account and all below it; with `ends`, only where the last step is one of them."""
        head = ":".join(steps)
        return sum(
            cents
            for name, cents in told.items()
            if (name == head or name.startswith(head + ":")) and (not ends or name.split(":")[-1] in ends)
        )

    for year in year_accounts(state).values():
        name = str(year.year)
        if year.budget is not None:
            assert -below("budget", name) == year.budget.cents
            assert below("commitment", name) == year.budget.cents
            assert below("commitment", name, "uncalled") == year.uncalled.cents
        assert below("cash", name, ends=("paid",)) == year.booked.cents
        assert -below("cash", name, ends=("returned",)) == year.booked_back.cents
        assert below("carried-over", name) == year.carried_over.cents
        assert -below("carried-on", name) == year.carried_in.cents
        assert below("cash", name) == -below("treasury", name)
    for call in call_accounts(state).values():
        head = ("commitment", str(call.year), call.call)
        if call.known:
            assert below(*head) == call.budget.cents
            assert below(*head, "unallocated") == call.unallocated.cents
        assert below(*head, "reserve") == call.reserve.cents
        assert below(*head, "awarded") == call.held.cents
        assert below(*head, "not-known") == call.unknown.cents
        for part, figure in (("paid", call.paid), ("returned", -call.returned), ("interest", -call.interest)):
            assert _of(told, call.call, part, 2) == figure.cents
    for applicant, accounts in by_applicant(grants(state).values()).items():
        held = sum(each.held.cents for each in accounts)
        assert (
            sum(cents for name, cents in told.items() if _steps(name, "commitment", 4) == applicant) == held
        )
        for part, amounts in (
            ("paid", [each.paid.cents for each in accounts]),
            ("returned", [-each.returned.cents for each in accounts]),
        ):
            assert _of(told, applicant, part, 3) == sum(amounts)
    for grant in grants(state).values():
        assert _of(told, grant.application, "paid", 4) == grant.paid.cents
        assert _of(told, grant.application, "returned", 4) == -grant.returned.cents
        year = next(each.year for each in call_accounts(state).values() if each.call == grant.call)
        who = grant.applicant or NOBODY
        assert (
            below("commitment", str(year), grant.call, "awarded", who, grant.application) == grant.held.cents
        )


def _steps(name: str, book: str, at: int) -> str | None:
    steps = name.split(":")
    return steps[at] if steps[0] == book and len(steps) > at else None


def _of(told: dict[str, int], what: str, part: str, at: int) -> int:
    """The cash of a call (step 2), an applicant (3) or an application (4), of one kind."""
    return sum(
        cents
        for name, cents in told.items()
        if _steps(name, "cash", at) == what and name.split(":")[-1] == part
    )
