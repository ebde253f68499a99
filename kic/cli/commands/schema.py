"""`kic schema`: JSON Schemas for editors."""

from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.errors import UsageError

EXAMPLES = """
kic schema
kic schema recommendation > recommendation.schema.json
kic schema check
"""


def command(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar=_("KIND"),
            help=_("One kind of record, or a command for the schema of its JSON; without it, all."),
        ),
    ] = None,
) -> int:
    session: Session = context.obj
    import json  # noqa: PLC0415

    from kic.domain.chapters import KINDS  # noqa: PLC0415
    from kic.domain.privacy.overlay import KINDS as PRIVATE  # noqa: PLC0415
    from kic.present.answers import answers  # noqa: PLC0415
    from kic.store import schema  # noqa: PLC0415

    records, commands = schema.schema({**KINDS, **PRIVATE}, session.language), answers()
    known = {**commands, **records}
    if kind is not None and kind not in known:
        close = near(kind, known)
        raise UsageError(
            "There is no kind {name}.",
            help="Did you mean {names}?" if close else "The kinds are {kinds}.",
            name=kind,
            names=close,
            kinds=(*KINDS, *PRIVATE),
        )
    every = {"records": records, "answers": commands}
    session.out_raw(json.dumps(known[kind] if kind else every, ensure_ascii=False, indent=2) + "\n")
    return 0
