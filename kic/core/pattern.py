"""Regular expressions that are compiled when they are first used.

To compile those of all chapters takes 10 ms of every start; most runs need few of them.
"""

import functools
import re
from collections.abc import Callable
from typing import AnyStr


def pattern(source: AnyStr, flags: int = 0) -> Callable[[], re.Pattern[AnyStr]]:
    """The expression, compiled when this is first called.

    So `_DAY = pattern(r"[0-9]{1,2}")` at the top of a module, and `_DAY().search(words)` where it is needed.
    """
    return functools.cache(lambda: re.compile(source, flags))


any_word = pattern(r"\w+")
"""A word in whatever language, whatever stands around it."""
