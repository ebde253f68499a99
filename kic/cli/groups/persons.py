"""What the commands of `kic person` share: the fields as options, and how a change is said without its contents."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.table import N_
from kic.cli.words import _
from kic.core.text import Label, Text, text
from kic.domain.privacy.overlay import Bank, Private
from kic.errors import UsageError

PersonId = Annotated[
    str,
    typer.Argument(
        metavar="ID", help=_("The pseudonym of a person or member, or an organisation that needs a contact.")
    ),
]
Name = Annotated[str | None, typer.Option("--name", metavar=_("NAME"), help=_("First and last name."))]
Salutation = Annotated[
    str | None,
    typer.Option("--salutation", metavar=_("TEXT"), help=_("How letters begin: Frau, Herr, or words.")),
]
Position = Annotated[
    str | None,
    typer.Option("--position", metavar=_("TEXT"), help=_("A contact's position in the organisation.")),
]
Street = Annotated[str | None, typer.Option("--street", metavar=_("TEXT"), help=_("Street and number."))]
Postcode = Annotated[str | None, typer.Option("--postcode", metavar=_("TEXT"), help=_("Postcode."))]
City = Annotated[str | None, typer.Option("--city", metavar=_("TEXT"), help=_("City."))]
Country = Annotated[
    str | None, typer.Option("--country", metavar=_("TEXT"), help=_("Country, if not this one."))
]
Email = Annotated[str | None, typer.Option("--email", metavar=_("TEXT"), help=_("E-mail address."))]
Telephone = Annotated[str | None, typer.Option("--telephone", metavar=_("TEXT"), help=_("Telephone number."))]
Iban = Annotated[
    str | None, typer.Option("--iban", metavar="IBAN", help=_("Account; its check digits are checked."))
]
Bic = Annotated[str | None, typer.Option("--bic", metavar="BIC", help=_("Bank, for accounts abroad."))]
Holder = Annotated[
    str | None, typer.Option("--holder", metavar=_("NAME"), help=_("Whose account it is, if another's."))
]
Remark = Annotated[
    str | None,
    typer.Option("--note", metavar=_("TEXT"), help=_("What has to be known for letters and payments.")),
]


def given(**fields: str | None) -> dict[str, str | None]:
    """The options as they came, an account without blanks. Raises UsageError for what cannot be right.

    What was typed is not repeated in an error: it may be logged.
    """
    from kic.repository.overlay import account_mistake, plain_account  # noqa: PLC0415

    found = {name: None if value is None else value.strip() for name, value in fields.items()}
    for name in ("iban", "bic"):
        if found.get(name):
            found[name] = plain_account(str(found[name]))
    if found.get("iban") and (wrong := account_mistake(Bank(iban=str(found["iban"])))) is not None:
        raise UsageError("--iban cannot be right: {reason}.", reason=wrong)
    if found.get("email") and "@" not in str(found["email"]):
        raise UsageError("--email needs an address with an @.")
    return found


_ASKED = {
    "salutation": N_("How letters begin: Frau, Herr, or words."),
    "street": N_("Street and number."),
    "postcode": N_("Postcode."),
    "city": N_("City."),
    "email": N_("E-mail address."),
    "telephone": N_("Telephone number."),
    "iban": N_("Account; its check digits are checked."),
}
"""What is asked of somebody who gives no option: what is typed there stands in no history of the shell."""


def asked(session: Session) -> dict[str, str | None]:
    """The fields as they are typed at the terminal, each once more where it cannot be right."""
    found: dict[str, str | None] = {}
    session.talk(text("An empty line leaves a field out."))
    for name, question in _ASKED.items():
        while True:
            typed = session.line(f"{_(question).rstrip('.')}:")
            try:
                found |= given(**{name: typed or None})
            except UsageError as error:
                session.talk(Text(error.sentence, error.values))
            else:
                break
    return found


def say_fields(session: Session, id: str, values: Mapping[str, str | None]) -> None:  # noqa: A002
    """Which fields change, never to what."""
    entered = tuple(Label("field", name) for name, value in values.items() if value)
    emptied = tuple(Label("field", name) for name, value in values.items() if value == "")
    if entered:
        session.talk(text("{id}: entered or changed: {fields}", id=id, fields=entered))
    if emptied:
        session.talk(text("{id}: taken out: {fields}", id=id, fields=emptied))


def conclude(  # a command's options, as they came
    session: Session,
    id: str,  # noqa: A002
    values: Mapping[str, str | None],
    *,
    command: str,
    must_be_new: bool,
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    """The end of `kic person add` and `set`: says which fields change, asks, writes into the overlay alone."""
    from kic.repository.persons import entered, kind_for, opened, refuse_broken, write  # noqa: PLC0415

    repository = session.repository
    overlay = opened(repository)
    refuse_broken(overlay, id)
    cls = kind_for(repository.snapshot, overlay, id)
    there = overlay.named(id) is not None
    if must_be_new and there:
        raise UsageError("{id} has an entry already.", help="kic person set {id} changes it.", id=id)
    if not must_be_new and not there:
        raise UsageError("{id} has no entry yet.", help="kic person add {id} makes one.", id=id)
    made = entered(overlay, cls, id, values)
    written = False
    if made:
        say_fields(session, id, values)
        if not dry_run:
            session.confirm(text("Write this into the private overlay?"), yes=yes)
            fields = tuple(name for name, value in values.items() if value is not None)
            title: Text = text(
                "Entry of {id}: {fields}", id=id, fields=tuple(Label("field", n) for n in fields)
            )
            write(overlay, made, title, session.language.say, session.now)
            session.talk(text("Written into the private overlay; nothing of it is in the repository."))
            written = True
    else:
        session.talk(text("There is nothing to change."))
    if output == "json":
        fields = tuple(name for name, value in values.items() if value is not None)
        session.json(
            command, {"id": id, "kind": cls.__struct_config__.tag, "fields": fields, "written": written}
        )
    if written:
        session.next_step(f"kic person show {id}")
    return 0


def lines_of(session: Session, entry: Private) -> list[str]:
    """An entry as it was asked for, a line for each field."""
    from kic.repository.persons import values_of  # noqa: PLC0415

    return [f"{session.language.label('field', name)}: {value}" for name, value in values_of(entry).items()]


def warn_if_logged(session: Session) -> None:
    """Says so where the output of a look at personal data goes into a file or another program."""
    if not sys.stdout.isatty():
        session.talk(text("This is personal data; whatever keeps this output keeps it, too."))


def warn_if_recorded(session: Session, target: Path) -> None:
    """Says so where a file of personal data lies in a git repository that does not ignore it."""
    from kic.repository.overlay import git_would_take  # noqa: PLC0415

    placed = target.resolve()
    if git_would_take(placed.parent, (placed.name,)):
        session.talk(
            text(
                "{path} lies where git records files, and git would keep it for ever: move it to private/, or out of "
                "the repository.",
                path=target,
            )
        )
