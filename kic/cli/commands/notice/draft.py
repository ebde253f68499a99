"""`kic notice draft`: awards and refusals as the committee decided them, for one application or a whole call."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.groups.notices import Instalments, Reason
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from kic.domain.notices import Condition
    from kic.domain.notices.moves import Drafted

EXAMPLES = """
kic notice draft 2026-1
kic notice draft 2026-1 --prerequisite "Die Gesamtfinanzierung ist nachgewiesen"
kic notice draft 2026-1-006 --parts 2 --obligation "Belege werden fünf Jahre aufbewahrt" --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        list[str],
        typer.Argument(metavar="ID", help=_("A decided call for all of its applications, or applications.")),
    ],
    prerequisite: Annotated[
        list[str] | None,
        typer.Option(
            "--prerequisite",
            metavar=_("TEXT"),
            help=_("A condition of every award that stops payments until it is met; may be repeated."),
        ),
    ] = None,
    obligation: Annotated[
        list[str] | None,
        typer.Option(
            "--obligation",
            metavar=_("TEXT"),
            help=_("A condition of every award that stops no payment; may be repeated."),
        ),
    ] = None,
    instalment: Instalments = None,
    parts: Annotated[
        int | None,
        typer.Option(
            "--parts", metavar=_("N"), min=1, max=12, help=_("Every award in so many equal instalments.")
        ),
    ] = None,
    reason: Reason = None,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar=_("TEXT"), help=_("The file reference, for one application.")),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help=_("Say the draft of one application anew, as it is decided by now.")),
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.notices import Condition, ConditionKind, NoticeKind  # noqa: PLC0415
    from kic.domain.notices.drafting import open_draft  # noqa: PLC0415
    from kic.domain.notices.moves import draft, redraft  # noqa: PLC0415

    session: Session = context.obj
    drafts = _drafts(session, id, again=again)
    if len(drafts) > 1:
        for option, given in (("--instalment", instalment), ("--reason", reason), ("--file", file)):
            if given:
                raise UsageError(
                    "{option} is for one application; {n} are meant.", option=option, n=len(drafts)
                )
    kinds = [(words, ConditionKind.PREREQUISITE) for words in prerequisite or ()]
    kinds += [(words, ConditionKind.OBLIGATION) for words in obligation or ()]
    conditions = tuple(
        Condition(id=f"a{number}", condition=kind, text=words_of(words, f"--{kind.value}"))
        for number, (words, kind) in enumerate(kinds, 1)
    )
    made = [
        _with(each, conditions, instalment, parts, reason, file)
        if each.notice is NoticeKind.AWARD
        else _with(each, (), None, None, reason, file)
        for each in drafts
    ]
    plan = draft(session.repository.snapshot, made)
    if again:
        held = open_draft(session.repository.snapshot, made[0].application.id)
        if len(made) > 1:
            raise UsageError("{option} is for one application; {n} are meant.", option="--again", n=len(made))
        if held is not None:
            plan = redraft(session.repository.snapshot, held, made[0])
    awards = sum(each.notice is NoticeKind.AWARD for each in made)
    session.talk(text("Awards: {awards}, refusals: {refusals}.", awards=awards, refusals=len(made) - awards))
    return conclude(
        session,
        plan,
        command="notice draft",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"awards": awards, "refusals": len(made) - awards},
        next_step=f"kic notice issue {' '.join(id).lower()}",
        options={"reason": "--reason", "instalments": "--instalment"},
    )


def _drafts(session: Session, ids: list[str], *, again: bool) -> "list[Drafted]":
    """The first notices of what is named, in the words of the municipality and not of this session."""
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.calls import Call  # noqa: PLC0415
    from kic.domain.notices.drafting import draft_of, drafts_of  # noqa: PLC0415
    from kic.domain.settings import Language, Settings  # noqa: PLC0415
    from kic.present.language import speak  # noqa: PLC0415

    snapshot = session.repository.snapshot
    settings = snapshot.only(Settings)
    say = speak((settings.language if settings is not None else Language.GERMAN).value).say
    drafts: dict[str, Drafted] = {}
    for spelling in ids:
        known = session.repository.known(spelling)
        if snapshot.kind_of(known) == "call":
            found = drafts_of(snapshot, session.repository.find(Call, known), say)
        else:
            one = draft_of(snapshot, session.repository.find(Application, known), say, again=again)
            found = () if one is None else (one,)
        if not found:
            raise Refused(
                "{id}: there is no notice to draft.",
                help="Each has one already, or nothing is decided yet: kic notice list {id}, kic meeting award.",
                id=known,
            )
        drafts |= {each.application.id: each for each in found}
    return list(drafts.values())


def _with(  # what the options say of one draft
    said: "Drafted",
    conditions: "tuple[Condition, ...]",
    instalment: list[str] | None,
    parts: int | None,
    reason: str | None,
    file: str | None,
) -> "Drafted":
    import msgspec  # noqa: PLC0415

    from kic.cli.groups.notices import equal_parts, instalments_of  # noqa: PLC0415

    instalments = said.instalments
    if instalment:
        instalments = instalments_of(instalment)
    elif parts is not None and said.amount is not None:
        instalments = equal_parts(said.amount, parts)
    return msgspec.structs.replace(
        said,
        conditions=conditions,
        instalments=instalments,
        reason=said.reason if reason is None else words_of(reason, "--reason"),
        file=file or said.file,
    )
