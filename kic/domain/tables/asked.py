"""Which rules are asked of a state: all of them but those that have nothing to say of it.

To import every rule takes 30 ms. An office that has got as far as its first call has no record that a rule about awards
looks at, and pays nothing for those.
"""

from collections.abc import Iterable

from kic.core.record import Record, kind_of
from kic.core.rule import Rule
from kic.core.snapshot import Snapshot
from kic.domain.decisions import Decision
from kic.domain.meetings import Meeting
from kic.domain.notices import Notice, Objection
from kic.domain.papers import Paper
from kic.domain.participation import Consultation, Contribution
from kic.domain.payments import Payment
from kic.domain.reporting import Examination, Report
from kic.domain.revisions import Amendment
from kic.domain.revisions.rendition import Rendition
from kic.domain.settings import Settings
from kic.domain.settings.rules import unknown_code
from kic.domain.tables import basis, closing

REVISING: tuple[type[Record], ...] = (Consultation, Contribution, Amendment, Rendition)
"""Where there is none of these, readable or not, the rules of `revising` find nothing."""
AWARDING: tuple[type[Record], ...] = (
    Meeting, Paper, Decision, Notice, Objection, Payment, Report, Examination,
)  # fmt: skip
"""The same for the rules of `awarding`."""


def every() -> tuple[Rule, ...]:
    """Every rule of every chapter; one stands behind those that it requires."""
    from kic.domain.tables import awarding, changing, revising  # noqa: PLC0415  # see above

    return _whole((*basis.RULES, *revising.RULES, *changing.RULES, *awarding.RULES, *closing.RULES))


def asked(state: Snapshot, before: Snapshot | None) -> tuple[Rule, ...]:
    """The rules that can find something in a state that is compared with the one `before`, in the order of `every`."""
    states = (state,) if before is None else (state, before)
    rules = [*basis.RULES]
    if _any(REVISING, states):
        from kic.domain.tables import revising  # noqa: PLC0415

        rules += revising.RULES
    if before is not None:
        from kic.domain.tables import changing  # noqa: PLC0415

        rules += changing.RULES
    if _any(AWARDING, states):
        from kic.domain.tables import awarding  # noqa: PLC0415

        rules += awarding.RULES
    rules += closing.RULES
    if not _named(state) <= {each.law.code for each in rules}:
        return every()  # they alone tell whether there is such a code
    return _whole(rules)


def _whole(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """These rules, with the one that knows the codes of all others."""
    found = tuple(rules)
    return (*found, unknown_code(frozenset({"KIC107", *(each.law.code for each in found)})))


def _any(kinds: tuple[type[Record], ...], states: Iterable[Snapshot]) -> bool:
    return any(state.entries_of(kind_of(kind)) for state in states for kind in kinds)


def _named(state: Snapshot) -> set[str]:
    """The codes that the settings name."""
    settings = state.only(Settings)
    if settings is None:
        return set()
    return {each.code for each in settings.severities} | {each.code for each in settings.waivers}
