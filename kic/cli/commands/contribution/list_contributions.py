"""`kic contribution list`: contributions, those without an answer first."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.asking import one_of
from kic.cli.groups.participation import element_of
from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import plural, text
from kic.domain.participation import AnswerKind, Consultation, Contribution, ContributorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.documents.participation import ContributionLine

EXAMPLES = """
kic contribution list --open
kic contribution list --element t2 --as-of 30.06.2022
kic contribution list --from person --format json
"""


def command(
    context: typer.Context,
    open_: Annotated[bool, typer.Option("--open", help=_("Only those without an answer."))] = False,
    element: Annotated[
        str | None,
        typer.Option("--element", metavar="ID", help=_("Only those on this element and what stands in it.")),
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(
            "--answer",
            metavar="taken_over|in_part|not_taken_over|noted",
            help=choice(_("Only those with this answer."), AnswerKind),
        ),
    ] = None,
    contributor: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="organisation|committee|department|council_group|person",
            help=choice(_("Only those of such contributors."), ContributorKind),
        ),
    ] = None,
    consultation: Annotated[
        str | None, typer.Option("--consultation", metavar="ID", help=_("Only those of this event."))
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="ID", help=_("Only those to this edition."))
    ] = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    from kic.documents.participation import contribution_lines, within  # noqa: PLC0415
    from kic.domain.concept.edition import Edition  # noqa: PLC0415

    session: Session = context.obj
    session.look_on(as_of)
    snapshot = session.repository.snapshot
    about = frozenset(within(snapshot, element_of(session, element, "--element"))) if element else None
    said = one_of(session, answer, AnswerKind, "--answer") if answer else None
    who = one_of(session, contributor, ContributorKind, "--from") if contributor else None
    event = session.repository.find(Consultation, consultation).id if consultation else None
    of = session.repository.find(Edition, edition).id if edition else None
    found = contribution_lines(
        snapshot,
        (
            each
            for each in snapshot.all(Contribution)
            if not (open_ and each.answers)
            and (about is None or each.element in about)
            and (said is None or (each.answer is not None and each.answer.answer is said))
            and who in (None, each.contributor.contributor)
            and event in (None, each.consultation)
            and of in (None, each.edition)
        ),
    )
    if output == "json":
        session.json("contribution list", found)
        return 0
    if not found:
        nothing = (
            text("Every contribution has an answer.") if open_ else text("There is no such contribution.")
        )
        session.talk(nothing if snapshot.all(Contribution) else text("No contribution is recorded."))
        return 0
    session.out(_table(session, found))
    left = [each for each in found if each.answer is None]
    session.talk(plural("{n} contribution.", "{n} contributions.", n=len(found)))
    if left:
        session.talk(plural("{n} of them has no answer.", "{n} of them have no answer.", n=len(left)))
        session.next_step(f"kic contribution answer {left[0].id} taken_over")
    return 0


def _table(session: Session, found: "Sequence[ContributionLine]") -> str:
    from kic.present.tables import Column, table  # noqa: PLC0415

    language = session.language
    columns = (
        Column("ID", fixed=True),
        Column(language.label("field", "answer")),
        Column(language.label("field", "contributor")),
        Column(language.label("field", "element")),
        Column(language.label("field", "proposal")),
    )
    rows = [
        (
            each.id,
            language.word(each.answer) if each.answer is not None else language.say("open"),
            each.name or language.word(each.contributor),
            " ".join(filter(None, (each.element, each.title if each.title != each.element else None))) or "–",
            each.proposal,
        )
        for each in found
    ]
    return table(columns, rows, limit=session.width)
