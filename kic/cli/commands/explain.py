"""`kic explain`: the manual page of a finding."""

from typing import Annotated

import typer

from kic.cli.options import Format
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
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.present.manual import first_sentence, page, page_data  # noqa: PLC0415
    from kic.repository.laws import LAWS, example  # noqa: PLC0415

    number = code.casefold().removeprefix("kic")
    wanted = f"kic{number:0>3}" if number.isdecimal() else code.casefold()
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
        session.json("explain", [page_data(law, session.language) for law in found])
    elif wanted == "all":
        session.out("\n".join(f"{law.code}  {first_sentence(law, session.language)}" for law in found))
    else:
        law = found[0]
        shown = example(law.code, session.language.code)
        session.out(
            page(
                law,
                session.language,
                finding=shown.finding if shown else "",
                mended=shown.mended if shown else (),
                width=session.width,
            )
        )
    if output != "json":
        session.next_step("kic check")
    return 0
