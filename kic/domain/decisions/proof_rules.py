"""What must hold when a decision is computed again: the same inputs, the same proposal, reasons for the rest."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
