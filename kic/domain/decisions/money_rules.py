"""What must hold of awards in money: within the call's money, within the request, entries in a chain."""

from kic.core.rule import Rule

RULES: tuple[Rule, ...] = ()
