"""What reading a record needs of PyYAML: libyaml's parser, and the nodes that it makes.

Whoever imports these gets the whole of PyYAML, and with it the patterns of its reader in Python, of which the one for
characters that cannot be printed alone takes 3 ms to compile. Here they are compiled when they are first asked for.
"""

import re
from typing import Any

__all__ = ["CParser", "CollectionNode", "MappingNode", "Node", "ScalarNode", "SequenceNode"]

_compile = re.compile


class _Later:
    """A pattern that is compiled when something is asked of it."""

    _stated: tuple[Any, ...] = ("",)  # also for a copy, which is asked before it is filled

    def __init__(self, *stated: Any) -> None:
        self._stated = stated

    def __getattr__(self, name: str) -> Any:
        return getattr(_compile(*self._stated), name)  # `re` keeps what it has compiled


re.compile = _Later  # type: ignore[assignment]
try:
    from yaml._yaml import CParser
    from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
finally:
    re.compile = _compile
