"""Rules about a change alone: they compare with the state before."""

from kic.core.rule import Rule
from kic.domain.papers import kept_rules as papers_kept
from kic.domain.revisions import act_rules as acts_kept
from kic.domain.revisions import kept_rules as kept_revisions

RULES: tuple[Rule, ...] = (
    *kept_revisions.RULES,
    *acts_kept.RULES,
    *papers_kept.RULES,
)
