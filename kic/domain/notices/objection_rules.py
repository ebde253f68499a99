"""What must hold."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
