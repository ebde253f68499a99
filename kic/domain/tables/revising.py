"""Rules about a revision of the concept: who took part, what was amended, and what stands in doubt since then."""

from kic.core.rule import Rule
from kic.domain.decisions import suspect_rules as decided_in_doubt
from kic.domain.papers import draft_rules as paper_drafts
from kic.domain.participation import answer_rules as participation_answers
from kic.domain.participation import rules as participation
from kic.domain.revisions import answer_rules as carried_answers
from kic.domain.revisions import contributor_rules as contributors
from kic.domain.revisions import rules as amendments
from kic.domain.revisions import suspect_rules as suspect_links

RULES: tuple[Rule, ...] = (
    *participation.RULES,
    *participation_answers.RULES,
    *suspect_links.RULES,
    *contributors.RULES,
    *carried_answers.RULES,
    *amendments.RULES,
    *paper_drafts.RULES,
    *decided_in_doubt.RULES,
)
