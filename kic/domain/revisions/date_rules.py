"""What must hold of the days on which a text takes effect: without them nobody can say what was in force on a day."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import PartialDate, certainly_after
from kic.domain.concept.edition import Edition
from kic.domain.revisions import Amendment, Nature
from kic.domain.revisions.rendition import Rendition


@rule("KIC263", "no-edition-in-force-between", Severity.WARNING)
def no_edition_in_force_between(repository: Snapshot) -> Iterator[Finding]:
    """An edition is superseded on the day on which the next one takes effect.

    Why: Between the two days no concept would be in force, or two at once. Asked for such a day (`--as-of`), kic has no
    answer, and grants of that time would refer to nothing.

    Fix: Correct `superseded` of the old edition, or the day from which the new one is in force (`effective`; without
    it, the day of its adoption counts). If there really was a time without a concept, waive the finding.

    Source: Practice of plans: one begins on a stated day and replaces the former one.
    """
    for edition in repository.all(Edition):
        before = repository.get(Edition, edition.predecessor)
        begins = edition.effective or edition.adopted
        if before is None or before.superseded is None or begins is None:
            continue
        if edition.adopted is not None and certainly_after(edition.adopted, begins):
            continue  # KIC203 says that this day is wrong
        if certainly_after(begins, before.superseded):
            message = text(
                "{before} is superseded on {end}, but {next} is in force only from {begin} on",
                before=before.id, end=before.superseded, next=edition.id, begin=begins,
            )  # fmt: skip
        elif certainly_after(before.superseded, begins):
            message = text(
                "{before} is superseded on {end}, but {next} is in force from {begin} on already",
                before=before.id, end=before.superseded, next=edition.id, begin=begins,
            )  # fmt: skip
        else:
            continue
        field = "effective" if edition.effective is not None else "adopted"
        yield found(
            before,
            "superseded",
            message,
            help=text("correct the day that does not fit"),
            related=[Related(repository.place(edition, field), text("the next edition begins here"))],
        )


@rule("KIC264", "amended-before-in-force")
def amended_before_in_force(repository: Snapshot) -> Iterator[Finding]:
    """An amendment takes effect with its edition at the earliest.

    Why: What is not in force yet cannot be amended. A change before the adoption is one of the draft and becomes part
    of what is adopted; one that was resolved with the adoption takes effect on the same day.

    Fix: Correct `effective` of the amendment (without it, its `date` counts), or give it the nature `drafting`.

    Source: Council of Kaiserslautern, 14.02.2022: draft, adopted and published text are states of their own.
    """
    for amendment, edition in with_editions(repository):
        begins = edition.effective or edition.adopted
        effect = amendment.effective or amendment.date
        if amendment.nature is Nature.DRAFTING or begins is None or not certainly_after(begins, effect):
            continue
        yield found(
            amendment,
            "effective" if amendment.effective is not None else "date",
            text("in force from {effect} on, but {edition} only from {begin} on",
                 effect=effect, edition=edition.id, begin=begins),
            help=text("correct the day, or say that it changed a draft (nature: drafting)"),
        )  # fmt: skip


@rule("KIC265", "superseded-edition-amended")
def superseded_edition_amended(repository: Snapshot) -> Iterator[Finding]:
    """An amendment takes effect while its edition is still in force.

    Why: A text that has been replaced does not change any more. What was meant is the edition that replaced it, or the
    day is wrong.

    Fix: Name the edition that is in force on that day, or correct the day. A mere correction of the record (nature
    `editorial`) may come later.

    Source: Practice of synopses: old text, new text, reason.
    """
    for amendment, edition in with_editions(repository):
        effect = amendment.effective or amendment.date
        if (
            amendment.nature is Nature.EDITORIAL
            or edition.superseded is None
            or not certainly_after(effect, edition.superseded)
        ):
            continue
        yield found(
            amendment,
            "effective" if amendment.effective is not None else "date",
            text("in force from {effect} on, but {edition} was superseded on {end}",
                 effect=effect, edition=edition.id, end=edition.superseded),
            help=text("name the edition that is in force then, or correct the day"),
            related=[Related(repository.place(edition, "superseded"), text("superseded here"))],
        )  # fmt: skip


@rule("KIC266", "effect-not-said", Severity.NOTE)
def effect_not_said(repository: Snapshot) -> Iterator[Finding]:
    """A resolved amendment says from which day on it is in force, or that this is not known.

    Why: The day of the resolution, of its publication and of its effect are three days. Where none is said, kic has to
    take the day of the resolution when it is asked what was in force.

    Fix: Enter `effective`; the resolution says it, or else it is the day of the resolution. If nobody knows, add a gap:

        gaps:
          - field: effective
            state: unknown

    Source: Practice of consolidated texts: each change has its date and its act.
    """
    for amendment in repository.all(Amendment):
        said = amendment.effective is not None or amendment.tells("effective")
        cited = amendment.resolution is not None or amendment.tells("resolution")  # else KIC290 says it
        if amendment.nature is Nature.RESOLVED and cited and not said:
            yield found(
                amendment,
                (),
                text("it is not said from when on it is in force; the day of the resolution is taken: {date}",
                     date=amendment.date),
                help=text("enter effective, or a gap that says it is not known"),
            )  # fmt: skip


@dated_rule("KIC267", "revision-in-future")
def revision_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """No amendment was made, no text looked at again and no rendition compared on a day to come.

    Why: What is recorded has happened. Only an effect may lie ahead. A comparison on a day to come would answer for
    wordings that nobody has seen yet.

    Fix: Correct the day. For an amendment that is in force later, enter that day as `effective`.

    Source: Data model of kic.
    """
    for amendment in repository.all(Amendment):
        if amendment.resolution is None and certainly_after(amendment.date, today):  # else KIC291 compares it
            yield _ahead(amendment, ("date",), amendment.date, today)
        for n, review in enumerate(amendment.reviews):
            if review.date > today:
                yield _ahead(amendment, ("reviews", n, "date"), review.date, today)
    for rendition in repository.all(Rendition):
        for n, seen in enumerate(rendition.seen):
            if seen.date > today:
                yield _ahead(rendition, ("seen", n, "date"), seen.date, today)


def _ahead(
    record: Amendment | Rendition, field: Field, day: datetime.date | PartialDate, today: datetime.date
) -> Finding:
    said = text("{day} is in the future, expected {today} or earlier", day=day, today=today)
    return found(record, field, said, help=text("correct the day"))


def with_editions(repository: Snapshot) -> Iterator[tuple[Amendment, Edition]]:
    """Every amendment whose edition can be read."""
    for amendment in repository.all(Amendment):
        edition = repository.get(Edition, amendment.edition)
        if edition is not None:
            yield amendment, edition


RULES: tuple[Rule, ...] = (
    no_edition_in_force_between,
    amended_before_in_force,
    superseded_edition_amended,
    effect_not_said,
    revision_in_future,
)
