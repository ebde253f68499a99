"""What must hold while an application is made complete, and of a plan adapted to an award."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
