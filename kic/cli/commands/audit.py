"""`kic audit`: the auditor's pack of a call."""

from typing import Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.packs import Destination, hand_over
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.calls import Call

EXAMPLES = """
kic audit 2025-1
kic audit 2025-1 -o audit-2025-1.zip
kic audit 2025-1 --format json
"""


def command(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL", help=_("The call."))],
    destination: Destination = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of, told=True)
    from kic.repository.auditing import audit_of  # noqa: PLC0415

    found = session.repository.find(Call, call)
    pack = audit_of(session.repository, found)
    code = hand_over(session, pack, command="audit", destination=destination, output=output)
    session.next_step(f"kic trace {found.id}")
    return code
