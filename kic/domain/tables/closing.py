"""Rules about accounts and publications: they say something of a call alone, and of files without a record.

They come last, for they require rules about awards.
"""

from kic.core.rule import Rule
from kic.domain.accounts import law_rules as account_law
from kic.domain.accounts import rules as accounts
from kic.domain.publications import rules as publications

RULES: tuple[Rule, ...] = (
    *accounts.RULES,
    *account_law.RULES,
    *publications.RULES,
)
