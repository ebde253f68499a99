"""Rules about what every office has soon: settings, the concept, the committee, calls, applications and marks."""

from kic.core import coherence
from kic.core.rule import Rule
from kic.domain import knowledge
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
from kic.domain.periods import rate_rules as base_rates
from kic.domain.periods import rules as periods
from kic.domain.privacy import rules as privacy
from kic.domain.revisions import date_rules as amendment_dates
from kic.domain.scoring import bias_rules as scoring_bias
from kic.domain.scoring import rules as scoring
from kic.domain.settings import role_rules as settings_roles
from kic.domain.settings import rules as settings

RULES: tuple[Rule, ...] = (
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
    *amendment_dates.RULES,
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
)
