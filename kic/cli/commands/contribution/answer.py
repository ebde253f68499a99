"""`kic contribution answer`: what becomes of one contribution, or of several at once."""

from typing import Annotated

import typer

from kic.cli.asking import ask, ask_one_of
from kic.cli.groups.participation import ContributionIds, contributions_of
from kic.cli.options import DryRun, Format, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import plural, text
from kic.domain.participation import Answer, AnswerKind
from kic.errors import UsageError

EXAMPLES = """
kic contribution answer s-2026-03 not_taken_over --reason "Dafür ist das Land zuständig." --by a-integration
kic contribution answer s-2026-04..s-2026-06 noted --reason "Vorgemerkt für die nächste Fortschreibung."
kic contribution answer s-2026-07 in_part --reason "Der Betrag folgt mit dem Haushalt." --dry-run
"""

OPTIONS = {"reason": "--reason", "carried_by": "--carried-by", "answered_by": "--by", "date": "--on"}
"""Which option fills which field of an answer."""


def command(
    context: typer.Context,
    ids: ContributionIds,
    answer: Annotated[
        str | None,
        typer.Option(
            "--answer",
            metavar="taken_over|in_part|not_taken_over|noted",
            help=choice(_("What becomes of it; may also stand behind the contributions."), AnswerKind),
        ),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar=_("TEXT"), help=_("Why; only what is taken over does without.")),
    ] = None,
    carried_by: Annotated[
        str | None,
        typer.Option("--carried-by", metavar="ID", help=_("The edition or amendment that carries it out.")),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="ID", help=_("The body that answers."))] = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.applications import body_of  # noqa: PLC0415
    from kic.domain.participation import moves  # noqa: PLC0415

    session: Session = context.obj
    named, word = _told_apart(session, ids, answer)
    contributions = contributions_of(session, named)
    if not contributions:
        raise UsageError(
            "No contribution is named.", help="kic contribution list --open shows those without an answer."
        )
    kind = ask_one_of(session, word, AnswerKind, option="--answer", question=text("What becomes of it?"))
    if reason is None and kind is not AnswerKind.TAKEN_OVER and session.can_ask:
        reason = ask(session, None, option="--reason", question=text("Why?"), parse=words_of)
    given = Answer(
        date=on or session.today,
        answer=kind,
        reason=reason,
        answered_by=body_of(session, by, "--by") if by is not None else None,
        carried_by=session.repository.known(carried_by) if carried_by is not None else None,
    )
    answered = [each.id for each in contributions]
    for each in contributions:
        if each.answer is not None:
            session.talk(
                text(
                    "{id} was answered on {date}: {answer}. The new answer counts from now on.",
                    id=each.id,
                    date=each.answer.date,
                    answer=each.answer.answer,
                )
            )
    return conclude(
        session,
        moves.answer(session.repository.snapshot, contributions, given),
        command="contribution answer",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"ids": answered},
        question=plural("Write this answer?", "Write these {n} answers?", n=len(answered)),
        next_step=_next(session, set(answered)),
        options=OPTIONS,
    )


def _told_apart(session: Session, words: list[str], answer: str | None) -> tuple[list[str], str | None]:
    """The contributions, and the answer where it stands behind them."""
    if answer is not None or len(words) < 2:  # noqa: PLR2004  # one id and one answer
        return words, answer
    last = words[-1]
    first = last.partition("..")[0].lower()
    if session.repository.snapshot.kind_of(first) is not None or "-" in last:
        return words, None
    return words[:-1], last


def _next(session: Session, answered: set[str]) -> str:
    from kic.domain.participation import Contribution  # noqa: PLC0415

    left = any(
        not each.answers and each.id not in answered for each in session.repository.snapshot.all(Contribution)
    )
    return "kic contribution list --open" if left else "kic render consultation-report"
