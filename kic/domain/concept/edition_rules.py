"""What must hold of editions and their resolutions: dates, succession, size."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import certainly_after
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.settings import Settings

_ORDER = (
    ("drafted", "adopted"),
    ("adopted", "published"),
    ("adopted", "effective"),
    ("adopted", "superseded"),
)
"""Publication and effect may come in either order: the adopted and the published text are two states."""


@rule("KIC201", "no-current-edition")
def no_current_edition(repository: Snapshot) -> Iterator[Finding]:
    """Where there are several editions, the settings name the current one.

    Why: Progress, updates owed and open calls belong to the edition in force, not to its predecessor.

    Fix: Set `current_edition` in kic.yaml.

    Source: Revision (Fortschreibung) of the concept: 2013 and 2022 in Kaiserslautern.
    """
    settings = repository.only(Settings)
    editions = repository.all(Edition)
    if settings is not None and settings.current_edition is None and len(editions) > 1:
        yield found(
            settings,
            "current_edition",
            text("there are {n} editions and none is named as the current one", n=len(editions)),
            help=text("set current_edition to the edition in force"),
        )


@dated_rule("KIC202", "superseded-edition-current", Severity.WARNING)
def superseded_edition_current(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The current edition is not one that has been superseded.

    Why: After the council has adopted a new edition, updates and calls go by the new one.

    Fix: Set `current_edition` to the new edition, or correct the date in the old one.

    Source: Revision (Fortschreibung) of the concept.
    """
    settings = repository.only(Settings)
    edition = repository.get(Edition, settings.current_edition) if settings else None
    if edition is not None and edition.superseded is not None and edition.superseded.latest < today:
        assert settings is not None
        yield found(
            settings,
            "current_edition",
            text(
                "the edition {id} has been superseded since {date}, expected the one in force",
                id=edition.id,
                date=edition.superseded,
            ),
            help=text("name the new edition"),
            related=[Related(repository.place(edition, "superseded"), text("superseded here"))],
        )


@rule("KIC203", "edition-dates-order")
def edition_dates_order(repository: Snapshot) -> Iterator[Finding]:
    """An edition is drafted, then adopted, then published, effective and superseded.

    Why: The four dates are different facts and are easily mixed up: the text that the council adopted and
    the text that was published later are two states.

    Fix: Correct the date that does not fit. A date of which only the month or year is known fits if any of
    its days does.

    Source: Press release of the city of Kaiserslautern, 15.02.2022; publication about June 2022 (swr.de).
    """
    for edition in repository.all(Edition):
        for earlier, later in _ORDER:
            first, second = getattr(edition, earlier), getattr(edition, later)
            if first is not None and second is not None and certainly_after(first, second):
                yield found(
                    edition,
                    later,
                    text(
                        "{later} is {second}, expected not before {earlier} on {first}",
                        later=later,
                        second=second,
                        earlier=earlier,
                        first=first,
                    ),
                    help=text("correct the date that does not fit"),
                )


@rule("KIC204", "resolution-date-differs")
def resolution_date_differs(repository: Snapshot) -> Iterator[Finding]:
    """An edition is adopted on the day of its resolution.

    Why: The adoption is the act of the council; its date stands in the resolution and in the edition.

    Fix: Correct the date, or name the resolution that adopted the edition.

    Source: § 41 GemO RLP: the minutes record day and wording of the resolutions.
    """
    for edition in repository.all(Edition):
        resolution = repository.get(Resolution, edition.resolution)
        if resolution is None or edition.adopted is None:
            continue
        if certainly_after(edition.adopted, resolution.date) or certainly_after(
            resolution.date, edition.adopted
        ):
            yield found(
                edition,
                "adopted",
                text(
                    "adopted on {date}, but the resolution {id} is of {resolved}",
                    date=edition.adopted,
                    id=resolution.id,
                    resolved=resolution.date,
                ),
                help=text("correct the date, or name the resolution that adopted the edition"),
                related=[Related(repository.place(resolution, "date"), text("resolved here"))],
            )


@rule("KIC205", "edition-succession")
def edition_succession(repository: Snapshot) -> Iterator[Finding]:
    """An edition follows an earlier one, and the chain has a beginning.

    Why: Synopses and reports follow the predecessors back; a circle or a later predecessor has no answer.

    Fix: Name the edition that was in force before.

    Source: Revision (Fortschreibung) of the concept.
    """
    for edition in repository.all(Edition):
        before_it = ancestors(repository, edition)
        if edition.id in before_it:
            if edition.id != min(before_it):
                continue  # one finding for a circle
            yield found(
                edition,
                "predecessor",
                text("the predecessors of {id} lead back to {id}", id=edition.id),
                help=text("name the edition that was in force before"),
            )
            continue
        before = repository.get(Edition, edition.predecessor)
        if before is None or before.adopted is None or edition.adopted is None:
            continue
        if certainly_after(before.adopted, edition.adopted):
            yield found(
                edition,
                "predecessor",
                text(
                    "the predecessor {id} was adopted on {date}, after this edition",
                    id=before.id,
                    date=before.adopted,
                ),
                help=text("name the edition that was in force before"),
            )


def current_edition(repository: Snapshot) -> Edition | None:
    """The edition that the settings name as the current one, else the one that stands first."""
    settings = repository.only(Settings)
    return repository.get(Edition, settings.current_edition if settings else None) or repository.only(Edition)


def editions_worked_on(repository: Snapshot) -> frozenset[str]:
    """The editions that are worked on: the current one, else all that have not been superseded."""
    settings = repository.only(Settings)
    if settings is not None and settings.current_edition is not None:
        return frozenset({settings.current_edition})
    return frozenset(edition.id for edition in repository.all(Edition) if edition.superseded is None)


def ancestors(repository: Snapshot, edition: Edition) -> dict[str, None]:
    """The ids of the editions before this one, the nearest first; ends where a circle closes."""
    chain: dict[str, None] = {}
    before = repository.get(Edition, edition.predecessor)
    while before is not None and before.id not in chain:
        chain[before.id] = None
        before = repository.get(Edition, before.predecessor)
    return chain


@rule("KIC206", "counts-differ")
def counts_differ(repository: Snapshot) -> Iterator[Finding]:
    """An edition has as many themes and recommendations as it says.

    Why: "32 recommendations" is a promise to the council. If one is lost in a merge or added by mistake,
    nobody counts by hand. A theme with a date in `added` came after the adoption and does not count.

    Fix: Restore what is missing, take out what is too much, or correct `counts`. Where the repository does
    not hold them one by one, set `listed: false`.

    Source: Press release of the city of Kaiserslautern, 15.02.2022 (32 recommendations, five themes).
    """
    themes: dict[str, set[str]] = {}
    recommendations: dict[str, set[str]] = {}
    for theme in repository.all(Theme):
        if theme.added is None and not theme.tells("added"):
            themes.setdefault(theme.edition, set()).add(theme.id)
    for recommendation in repository.all(Recommendation):
        recommendations.setdefault(recommendation.edition, set()).add(recommendation.id)
    unreadable = {kind for kind in ("theme", "recommendation") if _has_stub(repository, kind)}
    for edition in repository.all(Edition):
        if not edition.counts.listed:
            continue
        for field, kind, here in (
            ("themes", "theme", themes),
            ("recommendations", "recommendation", recommendations),
        ):
            said, are = getattr(edition.counts, field), len(here.get(edition.id, ()))
            if said is None or said == are or kind in unreadable or edition.tells(f"counts.{field}"):
                continue
            yield found(
                edition,
                ("counts", field),
                text("{field}: the edition says {said}, here are {are}", field=field, said=said, are=are),
                help=text("restore or take out records, or correct the number"),
            )


def _has_stub(repository: Snapshot, kind: str) -> bool:
    return any(entry.record is None for entry in repository.entries_of(kind))


@rule("KIC207", "number-twice")
def number_twice(repository: Snapshot) -> Iterator[Finding]:
    """Within an edition, each theme and each recommendation has its own number.

    Why: The council and the departments speak of "number 7"; it must mean one thing. The id stays the
    same over editions, the number may change with each.

    Fix: Give one of the two its right number.

    Source: Usage of the concept.
    """
    first: dict[tuple[str, str, int], Theme | Recommendation] = {}
    records: list[Theme | Recommendation] = [*repository.all(Theme), *repository.all(Recommendation)]
    for record in records:
        if record.number is None:
            continue
        key = (type(record).__name__, record.edition, record.number)
        earlier = first.setdefault(key, record)
        if earlier.id != record.id:
            yield found(
                record,
                "number",
                text(
                    "the number {n} is used twice in the edition {edition}",
                    n=record.number,
                    edition=record.edition,
                ),
                help=text("give one of the two its right number"),
                related=[Related(repository.place(earlier, "number"), text("first used here"))],
            )


@rule("KIC208", "horizon-too-early")
def horizon_too_early(repository: Snapshot) -> Iterator[Finding]:
    """The horizon of an edition lies after its adoption, and its two figures agree.

    Why: Goals are judged against the horizon: about ten years from the adoption in 2022 is about 2032.

    Fix: Correct `years` or `until`.

    Source: Press release of the city of Kaiserslautern, 15.02.2022 (a horizon of about ten years).
    """
    for edition in repository.all(Edition):
        horizon = edition.horizon
        start = edition.adopted or edition.effective
        if horizon is None or horizon.until is None or start is None:
            continue
        if abs(start.year + horizon.years - horizon.until) > 1:
            yield found(
                edition,
                ("horizon", "until"),
                text(
                    "the horizon ends in {until}, expected about {expected}: {years} years from {start}",
                    until=str(horizon.until),
                    expected=str(start.year + horizon.years),
                    years=horizon.years,
                    start=str(start.year),
                ),
                help=text("correct years or until"),
            )


@rule("KIC209", "unlisted-edition-has-records", Severity.WARNING)
def unlisted_edition_has_records(repository: Snapshot) -> Iterator[Finding]:
    """An edition that is said not to be listed here has no recommendations here.

    Why: Its coverage and its counts are not checked, so the records would stand unchecked.

    Fix: Set `listed: true`, or move the recommendations to the edition that they belong to.

    Source: Data model of kic.
    """
    with_records = {recommendation.edition for recommendation in repository.all(Recommendation)}
    for edition in repository.all(Edition):
        if not edition.counts.listed and edition.id in with_records:
            yield found(
                edition,
                ("counts", "listed"),
                text(
                    "the edition {id} is said not to be listed, but it has recommendations here",
                    id=edition.id,
                ),
                help=text("set listed to true, or correct the edition of the recommendations"),
            )


RULES: tuple[Rule, ...] = (
    no_current_edition,
    superseded_edition_current,
    edition_dates_order,
    resolution_date_differs,
    edition_succession,
    counts_differ,
    number_twice,
    horizon_too_early,
    unlisted_edition_has_records,
)
