"""The table of rules: every rule of every chapter, written out.

Only who judges imports it: the rules are the larger half of the domain, and to import them takes 30 ms.
"""

from kic.core import coherence
from kic.core.rule import Rule
from kic.domain import knowledge
from kic.domain.accounts import law_rules as account_law
from kic.domain.accounts import rules as accounts
from kic.domain.applications import money_rules as application_money
from kic.domain.applications import papers_rules as application_papers
from kic.domain.applications import plan_rules as application_plans
from kic.domain.applications import rules as applications
from kic.domain.calls import announced_rules as call_announced
from kic.domain.calls import guideline_rules
from kic.domain.calls import life_rules as call_life
from kic.domain.calls import money_rules as call_money
from kic.domain.calls import term_rules as call_terms
from kic.domain.committee import rules as committee
from kic.domain.concept import (
    doubt_rules,
    edition_rules,
    indicator_rules,
    progress_rules,
    structure_rules,
    term_rules,
)
from kic.domain.decisions import entry_rules as decision_entries
from kic.domain.decisions import money_rules as decision_money
from kic.domain.decisions import proof_rules as decision_proof
from kic.domain.decisions import rules as decisions
from kic.domain.decisions import suspect_rules as decided_in_doubt
from kic.domain.meetings import rules as meetings
from kic.domain.meetings import vote_rules as meeting_votes
from kic.domain.notices import chain_rules as notice_chain
from kic.domain.notices import condition_rules as notice_conditions
from kic.domain.notices import money_rules as notice_money
from kic.domain.notices import objection_rules as objections
from kic.domain.notices import register_rules as notice_register
from kic.domain.notices import rules as notices
from kic.domain.notices import step_rules as notice_steps
from kic.domain.papers import draft_rules as paper_drafts
from kic.domain.papers import kept_rules as papers_kept
from kic.domain.papers import rules as papers
from kic.domain.participation import answer_rules as participation_answers
from kic.domain.participation import rules as participation
from kic.domain.payments import money_rules as payment_money
from kic.domain.payments import rules as payments
from kic.domain.payments import step_rules as payment_steps
from kic.domain.payments import time_rules as payment_times
from kic.domain.periods import rate_rules as base_rates
from kic.domain.periods import rules as periods
from kic.domain.privacy import rules as privacy
from kic.domain.publications import rules as publications
from kic.domain.reporting import clawback_rules as clawbacks
from kic.domain.reporting import examination_rules as examinations
from kic.domain.reporting import figure_rules as examined_figures
from kic.domain.reporting import proof_rules as proofs_of_use
from kic.domain.reporting import rules as reporting
from kic.domain.reporting import settlement_rules as settlements
from kic.domain.revisions import act_rules as acts_kept
from kic.domain.revisions import answer_rules as carried_answers
from kic.domain.revisions import contributor_rules as contributors
from kic.domain.revisions import date_rules as amendment_dates
from kic.domain.revisions import kept_rules as kept_revisions
from kic.domain.revisions import rules as amendments
from kic.domain.revisions import suspect_rules as suspect_links
from kic.domain.scoring import bias_rules as scoring_bias
from kic.domain.scoring import rules as scoring
from kic.domain.settings import role_rules as settings_roles
from kic.domain.settings import rules as settings

_LAWS: tuple[Rule, ...] = (
    *coherence.RULES,
    *privacy.RULES,
    *settings.RULES,
    *settings_roles.RULES,
    *periods.RULES,
    *base_rates.RULES,
    *knowledge.RULES,
    *edition_rules.RULES,
    *structure_rules.RULES,
    *progress_rules.RULES,
    *doubt_rules.RULES,
    *term_rules.RULES,
    *indicator_rules.RULES,
    *participation.RULES,
    *participation_answers.RULES,
    *kept_revisions.RULES,
    *acts_kept.RULES,
    *suspect_links.RULES,
    *contributors.RULES,
    *carried_answers.RULES,
    *amendment_dates.RULES,
    *amendments.RULES,
    *committee.RULES,
    *call_money.RULES,
    *call_terms.RULES,
    *guideline_rules.RULES,
    *call_life.RULES,
    *call_announced.RULES,
    *applications.RULES,
    *application_money.RULES,
    *application_papers.RULES,
    *application_plans.RULES,
    *scoring.RULES,
    *scoring_bias.RULES,
    *meetings.RULES,
    *meeting_votes.RULES,
    *papers.RULES,
    *papers_kept.RULES,
    *paper_drafts.RULES,
    *decisions.RULES,
    *decision_entries.RULES,
    *decision_money.RULES,
    *decision_proof.RULES,
    *decided_in_doubt.RULES,
    *notices.RULES,
    *notice_chain.RULES,
    *notice_steps.RULES,
    *notice_money.RULES,
    *notice_conditions.RULES,
    *notice_register.RULES,
    *objections.RULES,
    *payment_steps.RULES,
    *payment_money.RULES,
    *payment_times.RULES,
    *payments.RULES,
    *reporting.RULES,
    *proofs_of_use.RULES,
    *examinations.RULES,
    *examined_figures.RULES,
    *settlements.RULES,
    *clawbacks.RULES,
    *accounts.RULES,
    *account_law.RULES,
    *publications.RULES,
)

RULES: tuple[Rule, ...] = (
    *_LAWS,
    settings.unknown_code(frozenset({"KIC107", *(rule.law.code for rule in _LAWS)})),
)
"""In the order of life; a rule stands behind those that it requires."""
