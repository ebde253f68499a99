"""The table of rules: every rule of every chapter, written out in `kic.domain.tables`.

Who judges a state asks `kic.domain.tables.asked` for those that can find something in it.
"""

from kic.core.rule import Rule
from kic.domain.tables.asked import every

RULES: tuple[Rule, ...] = every()
"""Roughly in the order of life; a rule stands behind those that it requires."""
