"""`kic person add`: enter somebody into the private overlay."""

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
    asked,
    conclude,
    given,
)
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.core.text import text

EXAMPLES = """
kic person add p-0007 --name "Erika Muster" --street "Lindenweg 3" --postcode 99999 --city Neuenlauter
kic person add v-familienzentrum --name "Max Muster" --position Vorsitz --dry-run
kic person add p-0007 --name "Erika Muster" --email erika@web.example --dry-run
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
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.options import words_of  # noqa: PLC0415

    called = ask(session, name, option="--name", question=text("First and last name:"), parse=words_of)
    values = given(
        name=called,
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
    if session.can_ask and not any(value for key, value in values.items() if key != "name"):
        values |= asked(session)
    return conclude(
        session,
        id.lower(),
        {name: value for name, value in values.items() if value},
        command="person add",
        must_be_new=True,
        yes=yes,
        dry_run=dry_run,
        output=output,
    )
