"""`kic explain`: the manual page of a finding."""

from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.errors import UsageError

EXAMPLES = """
kic explain KIC201
kic explain unknown-reference
kic explain all
"""


def command(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar=_("CODE"), help=_("A code such as KIC201, a name, or all."))],
    output: Annotated[
        str, typer.Option("--format", metavar="text|json", help=_("How it is written."))
    ] = "text",
) -> int:
    session: Session = context.obj
    from kic.present.manual import page  # noqa: PLC0415
    from kic.repository.laws import LAWS  # noqa: PLC0415

    wanted = code.casefold()
    found = [law for law in LAWS if wanted in (law.code.casefold(), law.slug, "all")]
    if not found and wanted != "all":
        close = near(wanted, [law.slug for law in LAWS]) or near(code.upper(), [law.code for law in LAWS])
        raise UsageError(
            "There is no finding {code}.",
            help="Did you mean {names}?" if close else "kic explain all lists them.",
            code=code,
            names=close,
        )
    if output == "json":
        session.json(
            "explain",
            [
                {
                    "code": law.code,
                    "slug": law.slug,
                    "severity": law.severity,
                    "title": session.language.say(law.manual.split("\n\n")[0].replace("\n", " ")),
                }
                for law in found
            ],
        )
    elif wanted == "all":
        for law in found:
            first = " ".join(law.manual.split("\n\n")[0].split())
            session.out(f"{law.code}  {session.language.say(first)}")
    else:
        session.out(page(found[0], session.language, width=session.width))
    return 0
