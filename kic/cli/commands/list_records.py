"""`kic list`: the records of a kind."""

from typing import Annotated

import typer

from kic.cli.kinds import kind_meant, kinds_near, known_kind
from kic.cli.options import AsOf, Every, Format, Where
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural

EXAMPLES = """
kic list recommendation
kic list recommendation --where theme=t2 --where status=in_progress
kic list recommendation --all
kic list recommendation --as-of 31.12.2021
kic list application --where call=2026-1 --format json
"""


def command(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar=_("KIND"), help=_("A kind of record, such as recommendation; without it, all kinds.")
        ),
    ] = None,
    where: Where = None,
    every: Every = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.documents.listing import listing  # noqa: PLC0415
    from kic.domain.chapters import KINDS  # noqa: PLC0415

    if kind is None:
        counts = {each: len(session.repository.snapshot.entries_of(each)) for each in KINDS}
        if output == "json":
            session.json("list", [{"kind": each, "records": n} for each, n in counts.items()])
        else:
            from kic.cli.looking import show_kinds  # noqa: PLC0415

            session.out(show_kinds(session, counts))
            session.next_step("kic list recommendation")
        return 0
    meant = kind_meant(session, kind, KINDS)
    if meant not in KINDS and kinds_near(session, kind, tuple(KINDS)):
        known_kind(session, kind, KINDS)
    kind = meant if meant in KINDS else kind
    found = listing(session.repository.snapshot, kind, where or (), every=every)
    if output == "json":
        session.json("list", found.records)
    else:
        from kic.cli.looking import show_list  # noqa: PLC0415

        session.out(show_list(session, found.records))
    if found.left_out:
        session.talk(
            plural(
                "This is the edition {editions}. {n} record of another edition is left out; --all shows it.",
                "This is the edition {editions}. {n} records of other editions are left out; --all shows them.",
                n=found.left_out,
                editions=found.editions,
            )
        )
    if output != "json" and found.records and found.records[0].readable:
        session.next_step(f"kic show {found.records[-1].id}")
    return 0
