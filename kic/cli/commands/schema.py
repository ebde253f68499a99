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
"""


def command(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(metavar=_("KIND"), help=_("One kind; without it, all of them in one object.")),
    ] = None,
) -> int:
    session: Session = context.obj
    import json  # noqa: PLC0415

    from kic.domain.chapters import KINDS  # noqa: PLC0415
    from kic.store import schema  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        close = near(kind, KINDS)
        raise UsageError(
            "There is no kind {name}.",
            help="Did you mean {names}?" if close else "The kinds are {kinds}.",
            name=kind,
            names=close,
            kinds=tuple(KINDS),
        )
    every = schema.schema(KINDS)
    session.out_raw(json.dumps(every[kind] if kind else every, ensure_ascii=False, indent=2) + "\n")
    return 0
