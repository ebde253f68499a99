"""What `kic help reports` says: from the sheet for the grantee to the clawback."""

from kic.cli.table import N_

REPORTS: tuple[tuple[str, str], ...] = (
    ("kic report list", N_("What is due, what came, what was examined; --open leaves the rest out.")),
    (
        "kic report sheet",
        N_("The items of the plan as XLSX, for the grantee to fill in: costs, financing, receipts."),
    ),
    (
        "kic report receive",
        N_(
            "A report came in; --file reads the sheet, or a list of receipts as CSV. "
            "Then figures corrects lines."
        ),
    ),
    (
        "kic report ask",
        N_("For what is missing, with a day; then papers when it came, and complete."),
    ),
    (
        "kic report show",
        N_("Plan against actual, and every figure on the way to the final sum with what it rests on."),
    ),
    (
        "kic report examine",
        N_(
            "Draws receipts from a seed that nobody chose. Cuts what the plan does not allow; --accept "
            "recognises it with a reason that would hold for all, --cut takes out more, "
            "--object names what is wrong."
        ),
    ),
    (
        "final",
        N_(
            "Shortfall: recognised costs less all other money, the higher of planned and actual. Share: the "
            "rate of them. Fixed: the award, until the costs are below it; then it is revoked in part first. "
            "Full: the costs less new money. Never above the award, never above the costs together "
            "with other money."
        ),
    ),
    (
        "kic notice settle",
        N_("The notice that fixes the sum; its reasons are those of the examination."),
    ),
    (
        "kic notice clawback",
        N_(
            "What was paid and does not stand any more, with interest for each half-year. Hear the grantee "
            "before it is issued; kic payment expect then waits for the money."
        ),
    ),
    (
        "KIC910, KIC911",
        N_("While a proof of use is overdue, the applicant gets no new award and no payout, in any call."),
    ),
)
"""Terms and what they mean."""
FILES: tuple[tuple[str, str], ...] = (
    (
        "kic.yaml",
        """procedure:
  item_overrun:
    percent: 20
    source: Nebenbestimmungen der Stadt, Nr. 1.2
  receipts_sampled:
    percent: 10
    source: Dienstanweisung Zuwendungen
base_rates:
  - since: 2026-01-01
    percent: 1.27
    source: Deutsche Bundesbank
""",
    ),
)
"""Files to copy."""
