"""`kic report examine`: the examination note on a proof of use: sample, cuts, final sum."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Format, On, Yes, amount_of, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.reporting import Accepted, Cut, CutReason, Report
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.domain.reporting.final_sum import FinalSum

EXAMPLES = """
kic report examine 2025-2-007-vn1
kic report examine 2025-2 --dry-run
kic report examine 2025-2-007-vn1 --cut "Flyer und Plakate=45,00; not_eligible; Werbung für den Förderverein." --dry-run
kic report examine 2025-2-007-vn1 --object "4=Rechnung fehlt" --accept "Flyer=Die Druckerei bestätigt sie." --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=_("The report; or a call for all of its proofs that came as planned.")
        ),
    ],
    role: Annotated[
        str | None, typer.Option("--role", metavar="ID", help=_("The role that examines, from kic.yaml."))
    ] = None,
    cut: Annotated[
        list[str] | None,
        typer.Option(
            "--cut",
            metavar=_("ITEM=AMOUNT;CODE;REASON"),
            help=_(
                "An amount that is not recognised, with its reason; may be repeated. The codes are not_in_plan, "
                "item_overrun, outside_period, no_receipt, not_eligible, not_economical, input_tax, no_time_sheets "
                "and other."
            ),
        ),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar=_("ITEM=REASON"),
            help=_("An item that departs from the plan and is recognised all the same; may be repeated."),
        ),
    ] = None,
    objection: Annotated[
        list[str] | None,
        typer.Option(
            "--object",
            metavar=_("NUMBER=TEXT"),
            help=_("What is objected to at a receipt that was looked at; may be repeated."),
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            "--seed",
            metavar=_("TEXT"),
            help=_("From what the sample is drawn; else from the report's file, so that nobody chooses it."),
        ),
    ] = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--known",
            metavar=_("YYYY-MM-DD"),
            help=_("When all facts for a reclaim were known; else the day of the examination."),
        ),
    ] = None,
    result: Annotated[
        str | None, typer.Option("--result", metavar=_("TEXT"), help=_("The result in words."))
    ] = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.reports import of_the_city, show_figures  # noqa: PLC0415
    from kic.documents.accounts_of_use import figures  # noqa: PLC0415
    from kic.domain.reporting.moves import Note, examine, next_id, proposed_cuts  # noqa: PLC0415
    from kic.domain.reporting.sample import sample_of  # noqa: PLC0415
    from kic.domain.reporting.standing import final_sum_of, period_of, values_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    call = snapshot.get(Call, id.casefold())
    if call is not None:
        if cut or accept or objection or seed or known or result:
            raise UsageError("What is decided on one proof of use goes with its id, not with a call.")
        from kic.cli.groups.examining import examine_all  # noqa: PLC0415

        return examine_all(
            session, call.id, role=_examiner(session, role), day=on or session.today,
            yes=yes, dry_run=dry_run, output=output,
        )  # fmt: skip
    report = session.repository.find(Report, id)
    application = session.repository.find(Application, report.application)
    day = on or session.today
    plain_sums = final_sum_of(snapshot, report, day=day)
    if plain_sums is None:
        raise Refused(
            "The final sum cannot be computed: {id} has no award notice with financing type and rate.",
            help="Say both in the award notice, or in the terms of the call.",
            id=application.id,
        )
    who = _examiner(session, role)
    accepted = tuple(_accepted(each, plain_sums) for each in accept or ())
    own = tuple(_cut(session, each, plain_sums) for each in cut or ())
    values = values_of(snapshot)
    cuts = (
        *own,
        *proposed_cuts(
            plain_sums,
            report,
            period_of(snapshot, application),
            [*(each.item for each in accepted), *(each.item for each in own)],
            values.item_overrun.value,
            of_the_city(session).say,
        ),
    )
    sums = final_sum_of(snapshot, report, cuts, day)
    assert sums is not None
    objected = _objected(objection or ())
    sample = sample_of(snapshot, report, None if seed is None else words_of(seed, "--seed"), objected)
    less = sums.final < sums.terms.award
    note = Note(
        date=day,
        role=who,
        sample=sample,
        cuts=cuts,
        accepted=accepted,
        known=day_of(known, "--known") if known is not None else day if less else None,
        result=None if result is None else words_of(result, "--result"),
    )
    if output != "json":
        session.talk(show_figures(session, figures(sums)))
        if sample is not None:
            numbers = tuple(each.number for each in sample.receipts)
            session.talk(
                text(
                    "Looked at, drawn from the seed {seed}: receipts no. {numbers}",
                    seed=sample.seed,
                    numbers=numbers,
                )
            )
    made = next_id(snapshot, application.id, "pv")
    return conclude(
        session,
        examine(snapshot, report, note, sums),
        command="report examine",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={
            "id": made,
            "eligible": sums.eligible,
            "funds": sums.funds,
            "final": sums.final,
            "figures": figures(sums),
            "sampled": [] if sample is None else [each.number for each in sample.receipts],
            "needs_revocation": sums.needs_revocation,
        },
        question=text("Write this examination note, with the final sum {final}?", final=sums.final),
        next_step=f"kic notice revoke {application.id}"
        if sums.needs_revocation
        else f"kic notice settle {application.id}",
        options={
            "role": "--role",
            "date": "--on",
            "known": "--known",
            "cuts": "--cut",
            "sample": "--seed",
            "accepted": "--accept",
        },
    )


def _examiner(session: Session, given: str | None) -> str:
    """The role that examines: the one named, else the only one that has the duty, else it is asked for."""
    from kic.cli.asking import ask_one_of  # noqa: PLC0415
    from kic.domain.reporting.examination_rules import examiners  # noqa: PLC0415
    from kic.domain.settings import Role  # noqa: PLC0415

    snapshot = session.repository.snapshot
    offered = examiners(snapshot)
    if given is None and len(offered) == 1:
        return offered[0]
    known = tuple(role.id for _entry, _field, role in snapshot.parts(Role))
    if not known:
        raise UsageError(
            "{path} names no roles yet.", help="Add them under roles, with their duties.", path="kic.yaml"
        )
    return ask_one_of(
        session,
        given,
        known if given is not None else offered or known,
        option="--role",
        question=text("Who examines?"),
    )


def _item(spelled: str, option: str, sums: "FinalSum") -> str:
    """An item of the account, spelled as it stands there; raises UsageError with the near ones."""
    from kic.core.near import near  # noqa: PLC0415
    from kic.domain.reporting.final_sum import plain  # noqa: PLC0415

    items = {plain(each.item): each.item for each in sums.costs if each.actual.cents}
    wanted = plain(spelled)
    holding = [name for key, name in items.items() if key == wanted] or [
        name for key, name in items.items() if wanted and key.startswith(wanted)
    ]
    if len(holding) == 1:
        return holding[0]
    close = tuple(holding) or tuple(items[each] for each in near(wanted, items))
    raise UsageError(
        "{option}: the account has no item {item}.",
        help="Did you mean {names}?" if close else "It has: {items}.",
        option=option,
        item=spelled,
        names=close,
        items=tuple(items.values()),
    )


def _accepted(spelling: str, sums: "FinalSum") -> Accepted:
    item, equals, reason = spelling.partition("=")
    if not equals or not reason.strip():
        raise UsageError(
            "{option} needs an item and a reason such as {example}, not {spelling}.",
            option="--accept",
            example="Material=Preise sind gestiegen.",
            spelling=spelling,
        )
    return Accepted(item=_item(item, "--accept", sums), reason=" ".join(reason.split()))


def _cut(session: Session, spelling: str, sums: "FinalSum") -> Cut:
    from kic.cli.asking import one_of  # noqa: PLC0415

    parts = [each.strip() for each in spelling.split(";", 2)]
    item, equals, amount = parts[0].rpartition("=")
    if len(parts) < 3 or not equals or not parts[2]:  # noqa: PLR2004  # line, code and reason
        raise UsageError(
            "{option} needs item, amount, code and reason such as {example}, not {spelling}.",
            help="The codes are {codes}.",
            option="--cut",
            example="Honorare=120,00; not_eligible; Bewirtung.",
            spelling=spelling,
            codes=tuple(each.value for each in CutReason),
        )
    return Cut(
        item=_item(item, "--cut", sums),
        amount=amount_of(amount, "--cut"),
        cut=one_of(session, parts[1], CutReason, "--cut"),
        reason=" ".join(parts[2].split()),
    )


def _objected(objections: "Sequence[str]") -> dict[int, str]:
    """What is objected to, by the number of the receipt; raises UsageError."""
    objected: dict[int, str] = {}
    for spelling in objections:
        number, equals, words = spelling.partition("=")
        if not equals or not number.strip().isdecimal() or not words.strip():
            raise UsageError(
                "{option} needs the number of a receipt and a text such as {example}, not {spelling}.",
                option="--object",
                example="4=Rechnung fehlt",
                spelling=spelling,
            )
        objected[int(number)] = " ".join(words.split())
    return objected
