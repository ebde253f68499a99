"""What must hold of items and votes: who was there, who was excluded, quorum, majority."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
