"""Settings that a decision was computed with and that were not the call's own: kept in its basis, used again."""

import enum
from typing import Any

from kic.allocation.problem import Problem
from kic.core.values import Misread, Money
from kic.domain.decisions import Decision
from kic.errors import UsageError

OPTIONS = ("rule", "utility", "completion", "objective", "on_no_fit", "partial", "budget")
"""Settings that a decision may have been computed with in place of the call's own."""


def changed_settings(own: Problem, used: Problem) -> dict[str, str]:
    """The settings in which the problem that was used differs from the call's own, as a basis keeps them."""
    return {
        name: str(value.value if isinstance(value, enum.Enum) else value)
        for name in OPTIONS
        if (value := getattr(used, name)) != getattr(own, name)
    }


def posed_again(own: Problem, decision: Decision) -> Problem:
    """The call's problem with the settings that the decision was computed with.

    Raises UsageError for a setting that there is not, or that cannot be read.
    """
    if not decision.basis.changed_options:
        return own
    from kic.allocation.engine import with_options  # noqa: PLC0415  # a check without decisions needs no engine

    return with_options(own, **_options_of(decision))


def _options_of(decision: Decision) -> dict[str, Any]:
    options: dict[str, Any] = dict(decision.basis.changed_options)
    for name in options:
        if name not in OPTIONS:
            raise UsageError(
                "There is no setting {name}; there are {known}.", name=name, known=tuple(sorted(OPTIONS))
            )
    if "budget" in options:
        try:
            options["budget"] = Money.parse(options["budget"])
        except Misread as error:
            raise UsageError("The budget cannot be read: {why}", why=error.text) from error
    return options
