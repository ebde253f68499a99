"""`kic meeting disclose`: what a member disclosed of a matter, or what the competent body decided."""

from typing import Annotated

import typer

from kic.cli.asking import ask_one_of, one_of
from kic.cli.options import DryRun, Format, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.committee import BiasDecider, BiasState, Disclosure, Filling, Seat

EXAMPLES = """
kic meeting disclose s13 2026-1-003 --state excluded --by member --reference "Akte Begleitausschuss 2026, Blatt 40"
kic meeting disclose s16 2026-1-009 --state unclear --on 2026-11-18
kic meeting disclose s16 2026-1-009 --state unclear --dry-run
"""


def command(  # options of one command
    context: typer.Context,
    seat: Annotated[str, typer.Argument(metavar=_("SEAT"), help=_("The seat."))],
    about: Annotated[str, typer.Argument(metavar="ID", help=_("The application, or another matter."))],
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="unclear|excluded|not_excluded",
            help=choice(_("What holds from now on."), BiasState),
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="member|committee|council|mayor",
            help=choice(_("Who settled it; in doubt never the member alone."), BiasDecider),
        ),
    ] = None,
    deputy: Annotated[bool, typer.Option("--deputy", help=_("It is about the deputy."))] = False,
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference", metavar=_("TEXT"), help=_("Where the closed file has it; never the ground.")
        ),
    ] = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.scoring.moves import disclose  # noqa: PLC0415

    session: Session = context.obj
    voice = session.repository.find(Seat, seat)
    matter = session.repository.known(about)
    held = ask_one_of(session, state, BiasState, option="--state", question=text("What holds from now on?"))
    entry = Disclosure(
        date=on or session.today,
        about=matter,
        state=held,
        filling=Filling.DEPUTY if deputy else Filling.MEMBER,
        decided_by=one_of(session, by, BiasDecider, "--by") if by else None,
        reference=words_of(reference, "--reference") if reference else None,
    )
    return conclude(
        session,
        disclose(session.repository.snapshot, voice, entry),
        command="meeting disclose",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"seat": voice.id, "id": matter},
        next_step=f"kic show {voice.id}",
        options={
            "decided_by": "--by",
            "state": "--by",
            "date": "--on",
            "reference": "--reference",
            "filling": "--deputy",
        },
    )
