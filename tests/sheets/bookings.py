"""Twelve payouts that were released, and the treasury's list that books them."""

import datetime
from typing import Any

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.payments import Payment, PaymentEvent
from kic.repository.changing import Proposal, propose
from kic.repository.treasury.reconciling import Reconciled, reconcile
from kic.sheets import read
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.gallery.cases import HERE, tree

TODAY = datetime.date(2026, 11, 22)
DAY = datetime.date(2026, 11, 20)
HEADINGS = ("Buchungstag", "Beleg", "Konto", "Empfänger", "IBAN", "Verwendungszweck", "Betrag")
ACCOUNTS = ("5419.01", "351.7.5419.01", "541901", "351.7 / 5419.01")
CENTS = (*(30_000 + 4_357 * n for n in range(10)), 50_017, 50_017)
"""What the payouts are; the last two are alike, so that their amount tells nothing."""
FOLDER = "applications/2026-1"


def name(number: int) -> str:
    """The id of a payment."""
    return f"2026-1-001-p{number}"


def euros(cents: int) -> str:
    """As a record writes it."""
    return f"{cents // 100}.{cents % 100:02d}"


def files(last: str = "released") -> dict[str, bytes]:
    """The gallery's office with an award in twelve instalments, all paid as far as this step."""
    found: dict[str, bytes] = {}
    for folder in ("_good", "_decided", "_paying"):
        found |= tree(HERE / folder)
    notice = found[f"{FOLDER}/notices/2026-1-001-n1.yaml"].decode()
    begin, _, rest = notice.partition("instalments:\n")
    instalments = "".join(f"  - number: {n}\n    amount: {euros(c)}\n" for n, c in enumerate(CENTS, 1))
    whole = begin.replace("amount: 6000.00", f"amount: {euros(sum(CENTS))}")
    tail = rest[rest.index("reports:") :]
    found[f"{FOLDER}/notices/2026-1-001-n1.yaml"] = f"{whole}instalments:\n{instalments}{tail}".encode()
    payment = found[f"{FOLDER}/payments/2026-1-001-p1.yaml"].decode()
    head, _, steps = payment.partition("steps:\n")
    kept = []
    for step in steps.split("  - ")[1:]:
        kept.append(step)
        if f"event: {last}\n" in step:
            break
    for number, cents in enumerate(CENTS, 1):
        mine = head.replace("2026-1-001-p1", name(number)).replace("4000.00", euros(cents))
        mine = mine.replace("instalment: 1", f"instalment: {number}")
        booked = [step.replace("2026-004711", f"2026-{4700 + number:06d}") for step in kept]
        found[f"{FOLDER}/payments/{name(number)}.yaml"] = f"{mine}steps:\n  - {'  - '.join(booked)}".encode()
    return found


def office(last: str = "released", **more: str) -> tuple[Memory, Snapshot]:
    """The files as a source, and what is read of them; `more` replaces payments by their number (`p3`)."""
    every = files(last)
    for key, words in more.items():
        every[f"{FOLDER}/payments/2026-1-001-{key}.yaml"] = words.encode()
    source = Memory(every)
    return source, load(source, KINDS)


def bookings() -> list[list[Any]]:
    """The headings and a row for each payout, as the treasury's program writes them."""
    rows: list[list[Any]] = [list(HEADINGS)]
    for number, cents in enumerate(CENTS, 1):
        rows.append(
            [
                DAY,
                f"2026-{4700 + number:06d}",
                ACCOUNTS[number % 4],
                "Verein Brücke, Frau Erika Muster",
                "DE89370400440532013000",
                f"Stadt Musterstadt {name(number)} Zuschuss",
                -cents / 100,
            ]
        )
    return rows


def reconciled(snapshot: Snapshot, content: bytes, file: str = "b.xlsx", **answers: Any) -> Reconciled:
    """What a list would do."""
    answers.setdefault("role", "r-buchung")
    return reconcile(snapshot, read(content, file), **answers)


def proposed(source: Memory, snapshot: Snapshot, outcome: Reconciled) -> Proposal:
    """The outcome's plan, judged by every rule."""
    assert outcome.plan is not None, codes(outcome)
    return propose(source, snapshot, outcome.plan, TODAY)


def codes(outcome: Reconciled) -> list[str]:
    """The codes of the findings, without that of an assumed encoding."""
    return [each.law.code for each in outcome.findings if each.law.code != "KIC048"]


def booked(snapshot: Snapshot) -> dict[str, tuple[datetime.date, str | None]]:
    """Day and voucher of every payment that is booked."""
    found = {}
    for payment in snapshot.all(Payment):
        step = payment.step(PaymentEvent.BOOKED)
        if step is not None:
            found[payment.id] = (step.date, step.voucher)
    return found


TRUTH = {name(number): (DAY, f"2026-{4700 + number:06d}") for number in range(1, len(CENTS) + 1)}
"""What has to be booked, and nothing else."""
