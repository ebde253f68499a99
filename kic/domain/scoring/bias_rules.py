"""What must hold of bias and exclusion: no mark of an excluded seat, no doubt left open."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
