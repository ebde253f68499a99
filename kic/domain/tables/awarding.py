"""Rules about meetings, decisions, and what follows an award: notices, payments, reports."""

from kic.core.rule import Rule
from kic.domain.decisions import entry_rules as decision_entries
from kic.domain.decisions import money_rules as decision_money
from kic.domain.decisions import proof_rules as decision_proof
from kic.domain.decisions import rules as decisions
from kic.domain.meetings import rules as meetings
from kic.domain.meetings import vote_rules as meeting_votes
from kic.domain.notices import chain_rules as notice_chain
from kic.domain.notices import condition_rules as notice_conditions
from kic.domain.notices import money_rules as notice_money
from kic.domain.notices import objection_rules as objections
from kic.domain.notices import register_rules as notice_register
from kic.domain.notices import rules as notices
from kic.domain.notices import step_rules as notice_steps
from kic.domain.papers import rules as papers
from kic.domain.payments import money_rules as payment_money
from kic.domain.payments import rules as payments
from kic.domain.payments import step_rules as payment_steps
from kic.domain.payments import time_rules as payment_times
from kic.domain.reporting import clawback_rules as clawbacks
from kic.domain.reporting import examination_rules as examinations
from kic.domain.reporting import figure_rules as examined_figures
from kic.domain.reporting import proof_rules as proofs_of_use
from kic.domain.reporting import rules as reporting
from kic.domain.reporting import settlement_rules as settlements

RULES: tuple[Rule, ...] = (
    *meetings.RULES,
    *meeting_votes.RULES,
    *papers.RULES,
    *decisions.RULES,
    *decision_entries.RULES,
    *decision_money.RULES,
    *decision_proof.RULES,
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
)
