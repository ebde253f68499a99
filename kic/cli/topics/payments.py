"""What `kic help payments` says: from the request to the treasury's booking, and back."""

from kic.cli.table import N_

PAYMENTS: tuple[tuple[str, str], ...] = (
    (
        "roles",
        N_(
            "In kic.yaml: posts with their duties, never names of persons. Who orders never releases or books; "
            "two release (§ 25 GemHVO RLP). Where one post alone has a duty, it need not be typed."
        ),
    ),
    (
        "accounting",
        N_("In the call: budget year, product and account. No payment without it."),
    ),
    (
        "kic payment request",
        N_("The grantee asks: the next instalment of the award, with what is left of it."),
    ),
    (
        "kic payment certify",
        N_(
            "Ground and amount are right. Refused while a condition blocks it: its id, text and day are named."
        ),
    ),
    (
        "kic payment order",
        N_("From the day on which the notice is final, or remedies are waived, and the budget is in force."),
    ),
    (
        "kic payment release",
        N_("To the bank, by two. Not before the instalment's day, not long before the need."),
    ),
    (
        "kic payment import",
        N_(
            "The treasury's list books what was released: by the id in the purpose, else by an amount and an "
            "account that only one payment has. Day and voucher are kept, nothing else of a row."
        ),
    ),
    (
        "kic payment bounce",
        N_("The bank sent it back: the payment is over, and a new one is asked for."),
    ),
    (
        "kic payment expect",
        N_("What a clawback or settlement notice brings back, and interest; overdue ones are in the agenda."),
    ),
    ("kic payment list", N_("What is open, who acts next, and what stops it.")),
)
"""Terms and what they mean."""
FILES: tuple[tuple[str, str], ...] = (
    (
        "kic.yaml",
        """roles:
  - id: r-sachbearbeitung
    title: Sachbearbeitung Zuwendungen
    duties: [certify]
  - id: r-anordnung
    title: Anordnungsbefugte Stelle
    duties: [sign, order]
  - id: r-kasse-1
    title: Stadtkasse, erste Freigabe
    duties: [release]
  - id: r-kasse-2
    title: Stadtkasse, zweite Freigabe und Buchung
    duties: [release, execute]
treasury:
  columns:
    - heading: Buchungstag
      field: date
    - heading: Beleg
      field: voucher
    - heading: Konto
      field: account
    - heading: Verwendungszweck
      field: purpose
    - heading: Betrag
      field: amount
  outgoing_negative: true
""",
    ),
    (
        "applications/2027-1/call.yaml",
        """accounting:
  year: 2027
  product: 351.7 Integration
  account: 5419.01 Zuschüsse
""",
    ),
)
"""Files to copy."""
