"""What must hold of amendments: an act of its own with its resolution, its days, and the elements that it changed."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.core.values import certainly_after
from kic.domain.concept.edition import Edition, Resolution, ResolutionBody
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.revisions import Amendment, Nature
from kic.domain.revisions.date_rules import amended_before_in_force, with_editions


@rule("KIC290", "amendment-without-resolution")
def amendment_without_resolution(repository: Snapshot) -> Iterator[Finding]:
    """An amendment that was resolved names its resolution.

    Why: Whoever reads the new text has to be able to find the act that made it so. "Resolved" without a resolution
    claims what nobody can look up.

    Fix: Enter `resolution`. If it is not known, add it to `gaps`. What nobody resolved is `editorial` (no other
    meaning) or `drafting` (before the adoption).

    Source: § 40 GemO RLP (the council decides by resolution); § 41 GemO RLP (minutes).
    """
    for amendment in repository.all(Amendment):
        if (
            amendment.nature is Nature.RESOLVED
            and amendment.resolution is None
            and not amendment.tells("resolution")
        ):
            yield found(
                amendment,
                "nature",
                text("resolved, but no resolution is named"),
                help=text("enter the resolution, or add resolution to gaps with the state unknown"),
            )


@rule("KIC291", "amendment-date-differs")
def amendment_date_differs(repository: Snapshot) -> Iterator[Finding]:
    """The day of a resolved amendment is that of its resolution.

    Why: The act is the resolution. Its day, the day of publication, the day from which it holds and the day on which
    somebody entered it are four days; only the first belongs into `date`.

    Fix: Correct `date`, or name the resolution that changed the text.

    Source: § 41 GemO RLP: the minutes record day and wording of the resolutions.
    """
    for amendment in repository.all(Amendment):
        resolution = repository.get(Resolution, amendment.resolution)
        if resolution is None or amendment.nature is not Nature.RESOLVED:
            continue
        if certainly_after(amendment.date, resolution.date) or certainly_after(
            resolution.date, amendment.date
        ):
            yield found(
                amendment,
                "date",
                text(
                    "amended on {date}, but the resolution {id} is of {resolved}",
                    date=amendment.date,
                    id=resolution.id,
                    resolved=resolution.date,
                ),
                help=text("correct the date, or name the resolution that changed the text"),
                related=[Related(repository.place(resolution, "date"), text("resolved here"))],
            )


@rule("KIC292", "amendment-dates-order")
def amendment_dates_order(repository: Snapshot) -> Iterator[Finding]:
    """An amendment is published and takes effect on the day of its act or later.

    Why: Before the act there was nothing to publish and nothing that could hold. One of the days is wrong, and asked
    for that time (`--as-of`) kic would show a text that nobody had adopted.

    Fix: Correct the day that does not fit. If the council let it take effect from an earlier day on, waive the finding
    with the place of the resolution that says so.

    Source: Data model of kic: act, publication and effect are three days.
    """
    for amendment in repository.all(Amendment):
        for field, day in (("published", amendment.published), ("effective", amendment.effective)):
            if day is not None and certainly_after(amendment.date, day):
                yield found(
                    amendment,
                    field,
                    text("{field} is {day}, expected not before the act on {date}",
                         field=Label("field", field), day=day, date=amendment.date),
                    help=text("correct the day that does not fit"),
                )  # fmt: skip


@rule("KIC293", "amended-by-another-body", Severity.WARNING)
def amended_by_another_body(repository: Snapshot) -> Iterator[Finding]:
    """What the council adopted, the council amends.

    Why: A committee or the administration that changes the council's text would decide in its place. The new words bind
    nobody, and a council that learns of it later has to decide twice.

    Fix: Name the council's resolution. If the council has left such changes to the other body, waive the finding with
    the place where it says so. What changes no meaning is `editorial` and needs no resolution.

    Source: § 32 GemO RLP (the council decides, unless it has left the matter to a committee or to the mayor).
    """
    for amendment, edition in with_editions(repository):
        adopting = repository.get(Resolution, edition.resolution)
        amending = repository.get(Resolution, amendment.resolution)
        if adopting is None or amending is None or amendment.nature is not Nature.RESOLVED:
            continue
        if adopting.body is ResolutionBody.COUNCIL and amending.body is not ResolutionBody.COUNCIL:
            yield found(
                amendment,
                "resolution",
                text(
                    "{id} is a resolution of: {body}; {edition} was adopted by the council",
                    id=amending.id,
                    body=amending.body,
                    edition=edition.id,
                ),
                help=text(
                    "name the council's resolution, or waive it with the place where the council left it to others"
                ),
                related=[Related(repository.place(amending, "body"), text("resolved here"))],
            )


@rule("KIC294", "amended-element-of-another-edition")
def amended_element_of_another_edition(repository: Snapshot) -> Iterator[Finding]:
    """An amendment changes elements of its own edition.

    Why: Each edition has its own text. Under the wrong edition the change stands in the wrong synopsis, and the right
    element has no reason beside its change.

    Fix: Name the element of this edition, or correct the edition. A change of two editions is two amendments.

    Source: Revision (Fortschreibung) of the concept.
    """
    if not repository.all(Amendment):
        return
    editions = {edition.id: edition.id for edition in repository.all(Edition)}
    for theme in repository.all(Theme):
        editions[theme.id] = theme.edition
        editions.update((goal.id, theme.edition) for goal in theme.goals)
    editions.update((each.id, each.edition) for each in repository.all(Recommendation))
    for amendment in repository.all(Amendment):
        its = [editions.get(each.element, amendment.edition) for each in amendment.elements]
        if len(set(its)) == 1 and its[0] != amendment.edition:
            yield found(
                amendment,
                "edition",
                text(
                    "the amendment is one of {edition}, but what it changes belongs to {other}",
                    edition=amendment.edition,
                    other=its[0],
                ),
                help=text("correct the edition, or name elements of this one"),
            )
            continue
        for position, (each, other) in enumerate(zip(amendment.elements, its, strict=True)):
            if other != amendment.edition:
                yield found(
                    amendment,
                    ("elements", position, "element"),
                    text("{id} is another edition than {edition}, which the amendment is one of",
                         id=each.element, edition=amendment.edition)
                    if each.element == other
                    else text("{id} belongs to the edition {other}, the amendment is one of {edition}",
                              id=each.element, other=other, edition=amendment.edition),
                    help=text("name an element of this edition, or correct the edition"),
                )  # fmt: skip


@rule("KIC295", "amended-element-twice")
def amended_element_twice(repository: Snapshot) -> Iterator[Finding]:
    """An amendment names at least one element, and each once.

    Why: Two entries for one element give two reasons and two movers for one change. One act that changes nothing is
    none.

    Fix: Put reason, mover and contributions into one entry; name what the amendment changed.

    Source: Data model of kic.
    """
    for amendment in repository.all(Amendment):
        if not amendment.elements:
            yield found(
                amendment,
                "elements",
                text("no element is named that changed"),
                help=text("name the editions, themes, goals and recommendations whose text changed"),
            )
        first: dict[str, int] = {}
        for position, each in enumerate(amendment.elements):
            earlier = first.setdefault(each.element, position)
            if earlier != position:
                yield found(
                    amendment,
                    ("elements", position, "element"),
                    text("{id} is named twice", id=each.element),
                    help=text("put both into one entry"),
                    related=[
                        Related(repository.place(amendment, "elements", earlier), text("first named here"))
                    ],
                )


@rule("KIC296", "editorial-with-resolution")
def editorial_with_resolution(repository: Snapshot) -> Iterator[Finding]:
    """An editorial amendment names no resolution and carries out no contribution.

    Why: Editorial is what changes no meaning, so that nobody has to decide on it. A contribution that is taken over
    changes the meaning, and what was resolved was no mere correction. Under this name a change of substance would pass
    unseen.

    Fix: Set the nature to `resolved` (or `drafting`, before the adoption), or take the resolution or the contributions
    out.

    Source: Rule of kic: adopted text is locked; editorial corrections are a class of their own that is declared.
    """
    for amendment in repository.all(Amendment):
        if amendment.nature is not Nature.EDITORIAL:
            continue
        if amendment.resolution is not None:
            yield found(
                amendment,
                "resolution",
                text("an editorial amendment with a resolution"),
                help=text("set the nature to resolved, or take the resolution out"),
            )
        for position, each in enumerate(amendment.elements):
            if each.contributions:
                yield found(
                    amendment,
                    ("elements", position, "contributions"),
                    text("an editorial amendment that carries out contributions"),
                    help=text("set the nature to resolved or drafting, or take the contributions out"),
                )


@rule("KIC297", "drafting-after-adoption")
def drafting_after_adoption(repository: Snapshot) -> Iterator[Finding]:
    """A draft is changed before its adoption.

    Why: What the council has adopted only the council changes. A "draft" of a later day would change the adopted text
    without a resolution.

    Fix: Correct the date; or set the nature to `resolved` with its resolution, or to `editorial` if no meaning changed.

    Source: § 40 GemO RLP (the council decides by resolution).
    """
    for amendment, edition in with_editions(repository):
        late = edition.adopted is not None and certainly_after(amendment.date, edition.adopted)
        if amendment.nature is Nature.DRAFTING and late:
            yield found(
                amendment,
                "nature",
                text(
                    "a change of the draft on {date}, but {edition} was adopted on {adopted}",
                    date=amendment.date,
                    edition=edition.id,
                    adopted=edition.adopted,
                ),
                help=text("correct the date, or say that it was resolved or is editorial"),
                related=[Related(repository.place(edition, "adopted"), text("adopted here"))],
            )


@rule("KIC298", "amendment-before-adoption", requires=(amended_before_in_force,))
def amendment_before_adoption(repository: Snapshot) -> Iterator[Finding]:
    """A text that nobody has adopted is amended as a draft.

    Why: Only what has been adopted can be amended by a resolution or corrected. Before that, changes become part of
    what is adopted.

    Fix: Set the nature to `drafting`; or correct the date, or the edition.

    Source: Data model of kic: draft, adopted and published text are states of their own (council of Kaiserslautern,
    14.02.2022).
    """
    for amendment, edition in with_editions(repository):
        if amendment.nature is Nature.DRAFTING:
            continue
        if edition.is_draft:
            message = text(
                "{nature}, but {edition} is still a draft", nature=amendment.nature, edition=edition.id
            )
        elif edition.adopted is not None and certainly_after(edition.adopted, amendment.date):
            message = text(
                "amended on {date}, before {edition} was adopted on {adopted}",
                date=amendment.date,
                edition=edition.id,
                adopted=edition.adopted,
            )
        else:
            continue
        yield found(
            amendment,
            "nature" if edition.is_draft else "date",
            message,
            help=text("set the nature to drafting, or correct the date or the edition"),
        )


RULES: tuple[Rule, ...] = (
    amendment_without_resolution,
    amendment_date_differs,
    amendment_dates_order,
    amended_by_another_body,
    amended_element_of_another_edition,
    amended_element_twice,
    editorial_with_resolution,
    drafting_after_adoption,
    amendment_before_adoption,
)
