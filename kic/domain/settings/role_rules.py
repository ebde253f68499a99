"""What must hold of the roles that sign and pay, and of the columns of the treasury's export."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.settings import Duty, Settings, TreasuryField

NEEDED = (TreasuryField.DATE, TreasuryField.VOUCHER, TreasuryField.AMOUNT, TreasuryField.PURPOSE)
"""Without these columns no row of the treasury's export can be read."""
PAYING = (Duty.CERTIFY, Duty.ORDER, Duty.RELEASE, Duty.EXECUTE)
"""The duties that every payment takes."""


@rule("KIC140", "role-with-conflict")
def role_with_conflict(repository: Snapshot) -> Iterator[Finding]:
    """No role both orders payments and executes or releases them.

    Why: One person is one role here. Who could order and pay alone could pay anything to anybody; no service
    instruction can lift this separation.

    Fix: Give the duties to two roles. The office orders, the treasury releases and books.

    Source: § 25 GemHVO RLP: payment order and payment execution must not lie with the same person.
    """
    settings = repository.only(Settings)
    for position, role in enumerate(settings.roles if settings else ()):
        executing = [duty for duty in (Duty.EXECUTE, Duty.RELEASE) if duty in role.duties]
        if Duty.ORDER in role.duties and executing:
            assert settings is not None
            yield found(
                settings,
                ("roles", position, "duties", role.duties.index(executing[0])),
                text(
                    "{role} may order payments, and has the duty {duty} too",
                    role=role.title,
                    duty=executing[0],
                ),
                help=text("give one of the two duties to another role (§ 25 GemHVO RLP)"),
            )


@rule("KIC141", "role-without-duty", Severity.WARNING)
def role_without_duty(repository: Snapshot) -> Iterator[Finding]:
    """A role has duties, each of them once.

    Why: A role without a duty can take no step; one that was named may have lost its duties by mistake.

    Fix: Add what the role may do: sign, certify, order, release, execute, examine. Or take the role out, if nothing
    names it.

    Source: § 25 GemHVO RLP: who may do what is laid down.
    """
    settings = repository.only(Settings)
    for position, role in enumerate(settings.roles if settings else ()):
        assert settings is not None
        if not role.duties:
            yield found(
                settings,
                ("roles", position, "id"),
                text("{role} has no duty", role=role.title),
                help=text("add duties, such as certify or order"),
            )
        for at, duty in enumerate(role.duties):
            if duty in role.duties[:at]:
                yield found(
                    settings,
                    ("roles", position, "duties", at),
                    text("the duty {duty} is named twice", duty=duty),
                    help=text("take one of the two out"),
                )


@rule("KIC142", "duty-of-nobody", Severity.WARNING)
def duty_of_nobody(repository: Snapshot) -> Iterator[Finding]:
    """Where roles pay, each duty of a payment has one, and two can release.

    Why: A payment takes four steps by at least three posts. A duty that nobody has stops every payment when the
    money is already expected.

    Fix: Give the duty to a role in `roles`, as the service instruction says.

    Source: § 25 GemHVO RLP: checked, ordered, released by two, executed.
    """
    settings = repository.only(Settings)
    if settings is None or not any(duty in role.duties for role in settings.roles for duty in PAYING):
        return
    for duty in PAYING:
        able = [role for role in settings.roles if duty in role.duties]
        if not able:
            said = text("no role has the duty {duty}", duty=duty)
        elif duty is Duty.RELEASE and len(able) == 1:
            said = text("only {role} may release payments, and two have to", role=able[0].title)
        else:
            continue
        yield found(
            settings, "roles", said, help=text("give the duty to a role, as the service instruction says")
        )


@rule("KIC143", "treasury-columns")
def treasury_columns(repository: Snapshot) -> Iterator[Finding]:
    """The columns of the treasury's export name its date, voucher, amount and purpose, each in one column.

    Why: Without one of them no row can be matched with a payment. With two columns for one thing nobody knows which
    counts.

    Fix: Name the headings as they stand in the export, each with what it holds. What is not needed is left out: it
    is not read.

    Source: § 25 GemHVO RLP: the treasury pays and books; totals are reconciled with the city's accounting.
    """
    settings = repository.only(Settings)
    if settings is None or settings.treasury is None:
        return
    columns = settings.treasury.columns
    fields = [column.field for column in columns]
    for needed in NEEDED:
        if needed not in fields:
            yield found(
                settings,
                ("treasury", "columns"),
                text("no column holds {field}", field=needed),
                help=text("add the column's heading with this field"),
            )
    for position, column in enumerate(columns):
        if column.field is not TreasuryField.IGNORED and column.field in fields[:position]:
            yield found(
                settings,
                ("treasury", "columns", position, "field"),
                text("two columns hold {field}", field=column.field),
                help=text("take one of the two out"),
                related=[
                    Related(
                        repository.place(settings, "treasury", "columns", fields.index(column.field)),
                        text("the other column"),
                    )
                ],
            )


@rule("KIC144", "treasury-heading-twice")
def treasury_heading_twice(repository: Snapshot) -> Iterator[Finding]:
    """A heading of the treasury's export is named once, and the headings stand in a row that there is.

    Why: A column that is named twice would be read as two things.

    Fix: Take one of the two out. Rows are counted from 1.

    Source: Data model of kic.
    """
    settings = repository.only(Settings)
    if settings is None or settings.treasury is None:
        return
    if int(settings.treasury.heading_row) < 1:
        yield found(
            settings,
            ("treasury", "heading_row"),
            text("the headings stand in row {row}, expected 1 or more", row=settings.treasury.heading_row),
            help=text("rows are counted from 1"),
        )
    first: dict[str, int] = {}
    for position, column in enumerate(settings.treasury.columns):
        heading = " ".join(column.heading.split()).casefold()
        earlier = first.setdefault(heading, position)
        if earlier != position:
            yield found(
                settings,
                ("treasury", "columns", position, "heading"),
                text("the heading {heading} stands twice", heading=column.heading),
                help=text("take one of the two out"),
                related=[
                    Related(
                        repository.place(settings, "treasury", "columns", earlier), text("first named here")
                    )
                ],
            )


RULES: tuple[Rule, ...] = (
    role_with_conflict,
    role_without_duty,
    duty_of_nobody,
    treasury_columns,
    treasury_heading_twice,
)
