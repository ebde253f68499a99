"""What must hold of a call's life: legal steps, terms that stay as they were frozen."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
