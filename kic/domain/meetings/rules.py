"""What must hold of a meeting: its dates, its form, its invitation, its minutes."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
