"""What must hold of a decision: it rests on a vote, speaks of every application, and never changes."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
