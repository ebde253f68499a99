"""`kic notice settle`: the draft of the settlement notice (Schlussbescheid), from the examination note."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.errors import Refused, UsageError

EXAMPLES = """
kic notice settle 2025-2-007
kic notice settle 2025-2-007 --reason "Die Ausgaben lagen unter dem Plan." --dry-run
kic notice settle 2025-2-007 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=_("The application; or a call for all whose proofs were examined.")
        ),
    ],
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason",
            metavar=_("TEXT"),
            help=_("Why it is this sum; else the way that the examination took."),
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--reference", metavar=_("TEXT"), help=_("The file reference (Aktenzeichen).")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.notices import NoticeKind  # noqa: PLC0415
    from kic.domain.notices.standing import next_id, notices_of, set_aside_on  # noqa: PLC0415
    from kic.domain.reporting.moves import settle  # noqa: PLC0415
    from kic.domain.reporting.standing import claim_of, examination_of, proof_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    call = snapshot.get(Call, id.casefold())
    if call is not None:
        if file is not None:
            raise UsageError("A file reference goes with one application, not with a call.")
        return _all_of(session, call.id, reason, yes=yes, dry_run=dry_run, output=output)
    application = session.repository.find(Application, id)
    examined = examination_of(snapshot, application.id)
    if examined is None:
        report = proof_of(snapshot, application.id)
        raise UsageError(
            "The proof of use on {id} has not been examined.",
            help="kic report examine {report} does it." if report is not None else "It has not come yet.",
            id=application.id,
            report=report.id if report is not None else None,
        )
    for notice in notices_of(snapshot, application.id):
        if (
            notice.examination == examined.id
            and notice.notice is NoticeKind.SETTLEMENT
            and set_aside_on(notice) is None
        ):
            raise UsageError(
                "{id} is settled already, by {notice}.",
                help="What was wrong is examined anew, and settled then.",
                id=application.id,
                notice=notice.id,
            )
    made = next_id(snapshot, application.id)
    claim = claim_of(snapshot, application.id)
    back = claim.paid.cents - claim.returned.cents - examined.final.cents
    if back > 0:
        from kic.core.values import Money  # noqa: PLC0415

        session.talk(
            text(
                "{paid} was paid; after this notice {back} has to come back: kic notice clawback {id}.",
                paid=claim.paid,
                back=Money(back),
                id=application.id,
            )
        )
    return conclude(
        session,
        settle(
            snapshot,
            application,
            reason=words_of(reason, "--reason") if reason is not None else explained(session, application.id),
            file=file,
        ),
        command="notice settle",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": made, "amount": examined.final},
        next_step=f"kic notice issue {made}",
        options={"reason": "--reason", "file": "--reference"},
    )


def _all_of(  # a command's options, as they came
    session: Session, call: str, reason: str | None, *, yes: bool, dry_run: bool, output: str
) -> int:
    """Settlement notices for all examined proofs of a call that have none; Refused where there is none."""
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.core.plan import joined  # noqa: PLC0415
    from kic.core.values import total  # noqa: PLC0415
    from kic.domain.notices import NoticeKind  # noqa: PLC0415
    from kic.domain.notices.standing import notices_of, set_aside_on  # noqa: PLC0415
    from kic.domain.reporting.moves import settle  # noqa: PLC0415
    from kic.domain.reporting.standing import examination_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    plans, finals = [], []
    for application in sorted(
        (each for each in snapshot.all(Application) if each.call == call), key=lambda one: one.id
    ):
        examined = examination_of(snapshot, application.id)
        if examined is None or any(
            each.examination == examined.id
            and each.notice is NoticeKind.SETTLEMENT
            and set_aside_on(each) is None
            for each in notices_of(snapshot, application.id)
        ):
            continue
        words = words_of(reason, "--reason") if reason is not None else explained(session, application.id)
        plans.append(settle(snapshot, application, reason=words))
        finals.append(examined.final)
    if not plans:
        raise Refused(
            "No examined proof of use of {id} waits for its notice.",
            help="kic report list {id} shows where each stands.",
            id=call,
        )
    final = total(finals)
    return conclude(
        session,
        joined(
            plural(
                "{n} settlement notice of {call}: {final}",
                "{n} settlement notices of {call}: {final}",
                n=len(plans),
                call=call,
                final=final,
            ),
            plans,
        ),
        command="notice settle",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call, "amount": final},
        next_step=f"kic notice issue {call}",
        options={"reason": "--reason"},
    )


def explained(session: Session, application: str) -> str | None:
    """The way to the final sum in sentences, under the award as it stands now; None where it cannot be computed."""
    from kic.cli.groups.reports import of_the_city  # noqa: PLC0415
    from kic.domain.reporting import Report  # noqa: PLC0415
    from kic.domain.reporting.standing import examination_of, final_sum_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    examined = examination_of(snapshot, application)
    report = snapshot.get(Report, examined.report) if examined is not None else None
    if examined is None or report is None:
        return None
    sums = final_sum_of(snapshot, report, examined.cuts)
    if sums is None:
        return None
    language = of_the_city(session)
    steps = [f"{language.say(step.sentence)}: {language.word(step.amount)}" for step in sums.steps]
    return "; ".join(steps) + "."
