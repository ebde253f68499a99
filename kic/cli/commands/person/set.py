"""`kic person set`: change somebody's entry in the private overlay."""

import typer

from kic.cli.groups.persons import (
    Bic,
    City,
    Country,
    Email,
    Holder,
    Iban,
    Name,
    PersonId,
    Position,
    Postcode,
    Remark,
    Salutation,
    Street,
    Telephone,
    conclude,
    given,
)
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.errors import UsageError

EXAMPLES = """
kic person set p-0007 --telephone "01234 5678901"
kic person set p-0007 --email "" --dry-run
kic person set p-0007 --street "Lindenweg 5" --dry-run
"""


def command(
    context: typer.Context,
    id: PersonId,
    name: Name = None,
    salutation: Salutation = None,
    position: Position = None,
    street: Street = None,
    postcode: Postcode = None,
    city: City = None,
    country: Country = None,
    email: Email = None,
    telephone: Telephone = None,
    iban: Iban = None,
    bic: Bic = None,
    holder: Holder = None,
    note: Remark = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    values = given(
        name=name,
        salutation=salutation,
        position=position,
        street=street,
        postcode=postcode,
        city=city,
        country=country,
        email=email,
        telephone=telephone,
        iban=iban,
        bic=bic,
        holder=holder,
        note=note,
    )
    changed = {name: value for name, value in values.items() if value is not None}
    if not changed:
        raise UsageError("Say what changes, such as --telephone or --iban; an empty text takes a field out.")
    return conclude(
        session,
        id.lower(),
        changed,
        command="person set",
        must_be_new=False,
        yes=yes,
        dry_run=dry_run,
        output=output,
    )
