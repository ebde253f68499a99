"""libyaml's parser from PyYAML, imported without what only PyYAML's own parser needs.

PyYAML compiles a dozen regular expressions when it is imported: 4 of 7.5 ms that every look at a repository
would pay, though libyaml uses none of them. Here they wait until someone asks for one.
"""

import re
from typing import Any

_compile = re.compile


class _Uncompiled:
    """Stands for an expression and acts like it; `re` keeps what it has compiled once."""

    __slots__ = ("_arguments",)

    def __init__(self, *arguments: Any) -> None:
        self._arguments = arguments

    def __getattr__(self, name: str) -> Any:
        return getattr(_compile(*self._arguments), name)


re.compile = _Uncompiled  # type: ignore[assignment]
try:
    from yaml._yaml import CParser
    from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
finally:
    re.compile = _compile

__all__ = ["CParser", "CollectionNode", "MappingNode", "Node", "ScalarNode", "SequenceNode"]
