"""`kic review`: a change for the one who has to agree to it."""

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.present.findings_report import Report
    from kic.repository.reviewing import Review

EXAMPLES = """
kic review
kic review --base HEAD~3
kic review HEAD~3..HEAD --most 20000
kic review HEAD~1..HEAD --format json
"""


def command(
    context: typer.Context,
    span: Annotated[
        str | None,
        typer.Argument(
            metavar="[A[..B]]",
            help=_(
                "The change: what B brings since it parted from A; with A alone, what is there now; without, "
                "what is not recorded yet."
            ),
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base", metavar="REV", help=_("The same as A: the branch that the change is to go into.")
        ),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option("--most", metavar="N", min=12_000, help=_("At most this many characters of Markdown.")),
    ] = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    if span is not None and base is not None:
        raise UsageError("--base and {span} both name the change; leave one out.", span=span)
    repository = session.repository
    given = base if span is None else span
    found = repository.review("HEAD" if given is None else given)
    from kic.documents.money_effects import effects  # noqa: PLC0415
    from kic.documents.record_diff import diff_states  # noqa: PLC0415
    from kic.domain.settings import switched_off  # noqa: PLC0415
    from kic.present.findings_report import Report  # noqa: PLC0415
    from kic.repository.comparing import read_money  # noqa: PLC0415

    judgement, states = found.judgement, found.states
    report = msgspec.structs.replace(
        Report.of(judgement.diagnostics, judgement.snapshot, session.language),
        waived=len(judgement.waived),
        left_out=len(judgement.left_out),
        off=len(switched_off(judgement.settings)),
        below=repository.below_top,
    )
    sides = (states.before, states.after, states.changed)
    difference = diff_states(*sides, states.unchanged, current=states.now)
    read_money(states)
    money = effects(*sides, current=states.now)
    if output == "json":
        session.json("review", {**_data(found, report), **_of_difference(difference, money)})
        return 0
    from kic.cli.differences.markdown import MOST  # noqa: PLC0415
    from kic.cli.differences.review import review_markdown  # noqa: PLC0415
    from kic.documents.naming import known_title  # noqa: PLC0415

    titles = {
        each.theme: known_title(states.after, each.theme) or known_title(states.before, each.theme) or ""
        for each in difference.records
        if each.theme
    }
    session.data(review_markdown(report, found, difference, money, titles, most=most or MOST))
    session.next_step(f"kic check --base {given} --changed" if given else "kic check --changed")
    return 0


def _data(found: "Review", report: "Report") -> dict[str, Any]:
    from kic.present.findings_json import finding_data  # noqa: PLC0415

    return {
        "before": found.states.span.before,
        "after": found.states.span.after,
        "findings": [finding_data(each, report) for each in report.diagnostics],
        "left_out": report.left_out,
        "waived": report.waived,
        "due": found.due,
        "done": found.done,
    }


def _of_difference(difference: Any, money: Any) -> dict[str, Any]:
    return {
        "counts": {cls.value: n for cls, n in difference.counts.items()},
        "hidden": difference.hidden,
        "records": [
            {
                "id": each.id,
                "kind": each.kind,
                "title": each.title,
                "classes": each.classes,
                "path": each.path,
            }
            for each in difference.records
        ],
        **money.data,
    }
