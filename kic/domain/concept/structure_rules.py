"""What must hold of the way from the theme to the deed: coverage, and what belongs together."""

from collections.abc import Iterator

import msgspec

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.edition import Edition, Resolution, Term
from kic.domain.concept.edition_rules import ancestors
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import Recommendation, WordingKind
from kic.domain.concept.structure import Body, Goal, Theme


@rule("KIC211", "theme-without-vision")
def theme_without_vision(repository: Snapshot) -> Iterator[Finding]:
    """Each theme has its Leitbild, or the edition has one for all.

    Why: Goals are steps towards the Leitbild; without it nobody can say what they lead to. The concept of
    2013 had one Leitbild for all themes, that of 2022 has one for each.

    Fix: Enter the vision of the theme. If it is not known, add it to `gaps`.

    Source: Press release of the city of Kaiserslautern, 15.02.2022.
    """
    common = {edition.id for edition in repository.all(Edition) if edition.vision or edition.tells("vision")}
    for theme in repository.all(Theme):
        if theme.vision is None and theme.edition not in common and not theme.tells("vision"):
            yield found(
                theme,
                "vision",
                text("the theme {id} has no vision, and its edition has none for all themes", id=theme.id),
                help=text("enter it, or add it to gaps with the state unknown"),
            )


@rule("KIC212", "theme-without-goals")
def theme_without_goals(repository: Snapshot) -> Iterator[Finding]:
    """Each theme has strategic goals.

    Why: The way leads from the Leitbild over the goals to the recommendations; a step that is missing
    cannot be reported on.

    Fix: Enter the goals. If they are not known, add them to `gaps`.

    Source: Press release of the city of Kaiserslautern, 15.02.2022.
    """
    for theme in repository.all(Theme):
        if not theme.goals and not theme.tells("goals"):
            yield found(
                theme,
                "goals",
                text("the theme {id} has no goals", id=theme.id),
                help=text("enter them, or add goals to gaps with the state unknown"),
            )


@rule("KIC213", "recommendation-without-goal")
def recommendation_without_goal(repository: Snapshot) -> Iterator[Finding]:
    """Each recommendation serves a goal.

    Why: A council asked of a report which measures contributed to which goal, and the report could not
    say (Aachen, 2014).

    Fix: Name the goals that it serves. If they are not known, add them to `gaps`.

    Source: Aachen, council of 05.02.2014; press release of the city of Kaiserslautern, 15.02.2022.
    """
    for each in repository.all(Recommendation):
        theme = repository.get(Theme, each.theme)
        if theme is not None and not theme.goals:
            continue  # there is none to name: the theme lacks them
        if not each.goals and not each.tells("goals"):
            yield found(
                each,
                "goals",
                text("the recommendation {id} serves no goal", id=each.id),
                help=text("name a goal of its theme, or add goals to gaps with the state unknown"),
            )


class _Coverage(msgspec.Struct, frozen=True):
    """What the recommendations cover, and the editions of which that cannot be judged."""

    goals: set[str]
    themes: set[str]
    unclear_goals: set[str]
    unclear_themes: set[str]


def _coverage(repository: Snapshot) -> _Coverage:
    goals: set[str] = set()
    themes: set[str] = set()
    unclear = {
        edition.id
        for edition in repository.all(Edition)
        if not edition.counts.listed or edition.tells("counts.recommendations")
    }
    if any(entry.record is None for entry in repository.entries_of("recommendation")):
        unclear.update(theme.edition for theme in repository.all(Theme))
    unclear_goals, unclear_themes = set(unclear), set(unclear)
    known = {goal.id for _, _, goal in repository.parts(Goal)}
    for each in repository.all(Recommendation):
        goals.update(each.goals)
        if not each.goals or not known.issuperset(each.goals):
            unclear_goals.add(each.edition)  # unknown, forgotten or misspelled: perhaps this very goal
        if repository.get(Theme, each.theme) is None:
            unclear_themes.add(each.edition)
            unclear_goals.add(each.edition)
        elif each.theme is not None:
            themes.add(each.theme)
    return _Coverage(goals, themes, unclear_goals, unclear_themes)


@rule("KIC214", "theme-without-recommendation")
def theme_without_recommendation(repository: Snapshot) -> Iterator[Finding]:
    """Each theme has recommendations.

    Why: A theme without a recommendation is a promise without a deed. It is not judged while goals or
    themes of some recommendations of the edition are unknown.

    Fix: Let a recommendation name the theme, or take the theme out.

    Source: Press release of the city of Kaiserslautern, 15.02.2022.
    """
    coverage = _coverage(repository)
    for theme in repository.all(Theme):
        if theme.id not in coverage.themes and theme.edition not in coverage.unclear_themes:
            yield found(
                theme,
                (),
                text("the theme {id} has no recommendation", id=theme.id),
                help=text("let a recommendation name it"),
            )


@rule("KIC215", "goal-without-recommendation", requires=(theme_without_recommendation,))
def goal_without_recommendation(repository: Snapshot) -> Iterator[Finding]:
    """Each goal has a recommendation that serves it.

    Why: A goal that no recommendation serves will not be reached, and no report would say so. It is not
    judged while goals of some recommendations of the edition are unknown.

    Fix: Let a recommendation name the goal, or take the goal out.

    Source: Aachen, council of 05.02.2014; press release of the city of Kaiserslautern, 15.02.2022.
    """
    coverage = _coverage(repository)
    for theme in repository.all(Theme):
        if theme.edition in coverage.unclear_goals:
            continue
        for position, goal in enumerate(theme.goals):
            if goal.id not in coverage.goals:
                yield found(
                    theme,
                    ("goals", position),
                    text("no recommendation serves the goal {id}", id=goal.id),
                    help=text("let a recommendation name it among its goals"),
                )


@rule("KIC216", "goal-of-another-theme")
def goal_of_another_theme(repository: Snapshot) -> Iterator[Finding]:
    """A recommendation serves goals of its own theme.

    Why: Progress is shown theme by theme; a goal of another theme would be counted in the wrong place.

    Fix: Correct the theme or the goal.

    Source: Structure of the concept: theme, Leitbild, goals, recommendations.
    """
    theme_of = {goal.id: entry.id for entry, _, goal in repository.parts(Goal)}
    for each in repository.all(Recommendation):
        if repository.get(Theme, each.theme) is None:
            continue  # a theme that is not there is said once, by the reference itself
        for position, goal in enumerate(each.goals):
            owner = theme_of.get(goal, each.theme)
            if owner != each.theme:
                yield found(
                    each,
                    ("goals", position),
                    text(
                        "the goal {goal} belongs to the theme {owner}, expected a goal of {theme}",
                        goal=goal,
                        owner=owner,
                        theme=each.theme,
                    ),
                    help=text("correct the theme or the goal"),
                )


@rule("KIC217", "theme-of-another-edition")
def theme_of_another_edition(repository: Snapshot) -> Iterator[Finding]:
    """A recommendation's theme belongs to the same edition.

    Why: Each edition is counted and reported on its own; links to an earlier one are named in `continues`.

    Fix: Correct the theme or the edition.

    Source: Data model of kic.
    """
    for each in repository.all(Recommendation):
        theme = repository.get(Theme, each.theme)
        if theme is not None and theme.edition != each.edition:
            yield found(
                each,
                "theme",
                text(
                    "the theme {theme} belongs to the edition {other}, expected a theme of {edition}",
                    theme=theme.id,
                    other=theme.edition,
                    edition=each.edition,
                ),
                help=text("correct the theme or the edition"),
                related=[Related(repository.place(theme, "edition"), text("its edition"))],
            )


@rule("KIC218", "continues-no-earlier-edition")
def continues_no_earlier_edition(repository: Snapshot) -> Iterator[Finding]:
    """A recommendation, a theme or a goal continues one of an earlier edition.

    Why: A synopsis follows these links from edition to edition. What goes on within an edition is a
    successor in the progress log.

    Fix: Name one of an earlier edition, or set the predecessor of the edition.

    Source: Revision (Fortschreibung) of the concept.
    """
    earlier: dict[str, dict[str, None]] = {}
    editions = {each.id: each.edition for each in _placed(repository)}
    goals = [(entry.record, field, goal) for entry, field, goal in repository.parts(Goal)]
    editions.update({goal.id: record.edition for record, _, goal in goals if isinstance(record, Theme)})
    for record, field, continued in (
        *((each, (), each.continues) for each in _placed(repository)),
        *((record, field, goal.continues) for record, field, goal in goals if isinstance(record, Theme)),
    ):
        edition = repository.get(Edition, record.edition)
        if edition is None or not continued:
            continue
        if edition.id not in earlier:
            earlier[edition.id] = ancestors(repository, edition)
        for position, id_ in enumerate(continued):
            other = editions.get(id_)
            if other is not None and other not in earlier[edition.id]:
                yield found(
                    record,
                    (*field, "continues", position),
                    text(
                        "{id} belongs to {other}, expected an edition before {edition}",
                        id=id_,
                        other=other,
                        edition=edition.id,
                    ),
                    help=text("name one of an earlier edition"),
                )


def _placed(repository: Snapshot) -> Iterator[Theme | Recommendation]:
    yield from repository.all(Theme)
    yield from repository.all(Recommendation)


@rule("KIC219", "wording-not-adopted", Severity.NOTE)
def wording_not_adopted(repository: Snapshot) -> Iterator[Finding]:
    """A text that is not the adopted wording is marked so wherever it is shown.

    Why: Only the council's wording binds. An excerpt or a newspaper's words help to find the
    recommendation, but nobody may quote them as the concept.

    Fix: Enter the adopted wording with its source and page, and set `wording: adopted`.

    Source: City press release of 15.02.2022: the adopted and the published text are two states.
    """
    for each in repository.all(Recommendation):
        wording = each.provenance.wording
        contradicted = wording is WordingKind.UNKNOWN and each.text is not None
        if wording is not WordingKind.ADOPTED and not contradicted and not each.tells("text"):
            yield found(
                each,
                ("provenance", "wording"),
                text("the wording of {id} is not the adopted one", id=each.id),
                help=text("enter the adopted wording with its source when it is at hand"),
            )


@rule("KIC220", "wording-contradicts-text")
def wording_contradicts_text(repository: Snapshot) -> Iterator[Finding]:
    """An adopted wording has a text, and a text has a known wording.

    Why: "Adopted" without a text claims what nobody can read; a text of unknown origin cannot be used.

    Fix: Enter the text, or say where its wording comes from.

    Source: Data model of kic.
    """
    for each in repository.all(Recommendation):
        wording = each.provenance.wording
        if wording is WordingKind.ADOPTED and each.text is None and each.tells("text"):
            yield found(
                each,
                ("provenance", "wording"),
                text("the wording is said to be adopted, but the text is not known"),
                help=text("set the wording to unknown, or enter the text"),
            )
        if wording is WordingKind.UNKNOWN and each.text is not None:
            yield found(
                each,
                ("provenance", "wording"),
                text("there is a text, but where its wording comes from is not said"),
                help=text("set the wording to adopted, excerpt or reported"),
            )


@rule("KIC221", "orphan", Severity.WARNING)
def orphan(repository: Snapshot) -> Iterator[Finding]:
    """Bodies are named by something, and indicators and terms name what they are for.

    Why: What nothing refers to is forgotten in every report; often only the reference was forgotten.

    Fix: Name it where it belongs, or take it out.

    Source: Data model of kic: nothing is orphaned.
    """
    for body in repository.all(Body):
        if not repository.incoming(body.id):
            yield found(
                body,
                (),
                text("nothing refers to {id}", id=body.id),
                help=text("name it where it belongs, or take it out"),
            )
    for indicator in repository.all(Indicator):
        if not indicator.context_for and not indicator.tells("context_for"):
            yield found(
                indicator,
                "context_for",
                text("the indicator {id} gives context to no theme and no goal", id=indicator.id),
                help=text("name the themes or goals in context_for"),
            )
    for term in repository.all(Term):
        if not term.editions:
            yield found(
                term,
                "editions",
                text("the term {id} holds for no edition", id=term.id),
                help=text("name the editions in which it holds"),
            )


@rule("KIC222", "resolution-without-effect", Severity.NOTE)
def resolution_without_effect(repository: Snapshot) -> Iterator[Finding]:
    """A resolution shows in what it changed: an edition, a term of a seat, a wording, a target.

    Why: A resolution that nothing refers to has perhaps not been carried out. The council's change of a word
    in 2022 was not carried through everywhere.

    Fix: Name it where its effect stands. If there is no such place, nothing has to be done.

    Source: § 47 GemO RLP: the mayor carries out the resolutions of council and committees.
    """
    for resolution in repository.all(Resolution):
        if not repository.incoming(resolution.id):
            yield found(
                resolution,
                (),
                text("nothing refers to the resolution {id}", id=resolution.id),
                help=text("name it where its effect stands"),
            )


RULES: tuple[Rule, ...] = (
    theme_without_vision,
    theme_without_goals,
    recommendation_without_goal,
    theme_without_recommendation,
    goal_without_recommendation,
    goal_of_another_theme,
    theme_of_another_edition,
    continues_no_earlier_edition,
    wording_not_adopted,
    wording_contradicts_text,
    orphan,
    resolution_without_effect,
)
