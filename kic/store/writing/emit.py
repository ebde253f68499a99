"""Plain values as YAML text: whole new files, and the scalars and blocks that `splice` puts into old ones.

ruamel.yaml writes; this module only says which style a text takes. The result reads back as the same
plain value for kic (all scalars are text except plain `true`, `false` and `null`) and is not misread by
YAML 1.1 readers: a text that looks like a number, a date or a truth value is quoted. Amounts, counts,
dates and the like are such by their declared type and are spelled plain.
"""

import datetime
import enum
import io
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from kic.core.values import VALUE_TYPES
from kic.errors import Refused

FOLD = 100
"""Single-line prose longer than this is folded (`>-`) in new text, so that a change stays readable."""

MISREAD = re.compile(
    r"""(?ix)
    | y | n | yes | no | on | off | true | false | null | ~ | = | <<
    | [-+]? 0b [01_]+ | [-+]? 0x [0-9a-f_]+ | [-+]? 0o [0-7_]+
    | [-+]? [0-9] [0-9_]* (\.[0-9_]*)? (e[-+]?[0-9]+)?
    | [-+]? \.[0-9_]+ (e[-+]?[0-9]+)?
    | [-+]? [0-9][0-9_]* (:[0-9]{1,2})+ (\.[0-9_]*)?
    | [-+]? \.inf | \.nan
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} ([t\s].*)?
    """
)
"""Texts that a reader of YAML 1.1 or 1.2 would take for something else if they stood unquoted."""

_PRINTABLE = re.compile("[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")


_UNWRITABLE = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(n << 16 | 0xFFFE) + chr(n << 16 | 0xFFFF) for n in range(17))
    + "]"
)
"""Halves of surrogate pairs and what Unicode calls noncharacters."""


class Bare(str):
    """Text that is spelled without quotes although it looks like a number or a date, because it is one."""

    __slots__ = ()


class Indent(msgspec.Struct, frozen=True):
    """How a file indents: a map below a key, a dash below a key, an item's content behind its dash."""

    mapping: int = 2
    dash: int = 2
    item: int = 2


USUAL = Indent()


def plain(value: Any) -> Any:
    """The plain value (dict, list, str, bool, None) of a value, with value types in canonical spelling.

    `Count`, `Money`, `Number`, `Share`, `PartialDate`, `Moment`, whole numbers and dates become their
    text, enum members their value. Raises TypeError for anything else, floats above all.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, VALUE_TYPES) or type(value) is int:
        return Bare(str(value))
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return Bare(value.isoformat())
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"no plain value: {type(value).__name__}")


def _key(key: Any) -> str:
    spelled = plain(key)
    if not isinstance(spelled, str):
        raise TypeError("a key of a map is text")
    return str(spelled)


def emit(value: Mapping[str, Any]) -> bytes:
    """A new record file: keys in the order given, block style, UTF-8, LF, a final newline.

    Raises Refused where a text holds what no file may hold (half a surrogate pair, a noncharacter).
    """
    if not value:
        return b"{}\n"
    return _dump(_styled(plain(value), like="", flow=False), USUAL).encode()


def block(value: Any, indent: Indent = USUAL, like: str = "") -> tuple[str, list[str]]:
    """A plain value below a key: what stands on the key's line, and the lines below, relative to the key.

    `like` is the style of the scalar that it replaces (`'`, `"`, `|`, `>` or empty).
    """
    first, *below = _dump({"k": _styled(value, like=like, flow=False)}, indent).removesuffix("\n").split("\n")
    return first.removeprefix("k:").strip(" "), below


def item(value: Any, indent: Indent = USUAL, like: str = "") -> tuple[str, list[str]]:
    """The same behind a dash: what stands on the dash's line, and the lines below, relative to the dash."""
    if isinstance(value, list) and value:
        _, below = block(value, indent)  # the inner dash stands where any content behind the outer one does
        first, *below = (line[indent.dash :] for line in below)
        return first, [" " * indent.item + line if line else line for line in below]
    wrapped = _dump({"k": [_styled(value, like=like, flow=False)]}, indent).removesuffix("\n").split("\n")
    first, *below = (line[indent.dash :] for line in wrapped[1:])
    return first.removeprefix("-").strip(" "), below


def inline(value: Any, like: str = "") -> str:
    """A plain value in flow style, for inside brackets."""
    return _dump(_flow([_styled(value, like=like, flow=True)]), USUAL).strip()[1:-1]


def key_text(key: str, like: str = "") -> str:
    """A key as it is spelled before its colon."""
    text = _dump({_text(key, like=like, flow=True): None}, USUAL)
    return text.removesuffix(": null\n")


# -- styles ----------------------------------------------------------------------------------------------


def _styled(value: Any, *, like: str, flow: bool) -> Any:
    """The value with each text in the class by which ruamel.yaml knows its style; all containers new."""
    if isinstance(value, dict):
        made = {_text(k, like="", flow=True): _styled(v, like="", flow=flow) for k, v in value.items()}
        return _flow(made) if flow else made
    if isinstance(value, list):
        items = [_styled(v, like="", flow=flow) for v in value]
        return _flow(items) if flow else items
    return _text(value, like=like, flow=flow) if isinstance(value, str) else value


def _flow(value: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415

    made = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    made.fa.set_flow_style()
    return made


def _text(value: str, *, like: str, flow: bool) -> Any:
    """The text in the style that keeps it exact, near the style of what it replaces."""
    from ruamel.yaml import scalarstring  # noqa: PLC0415

    if found := _UNWRITABLE.search(value):
        raise Refused(
            "A text holds the character {number}, which no file may hold.", number=f"U+{ord(found[0]):04X}"
        )
    clean = _PRINTABLE.fullmatch(value.replace("\n", "")) is not None
    if not clean or ("\n" in value and (flow or not _fits_block(value))):
        return scalarstring.DoubleQuotedScalarString(value)
    if "\n" in value or (like == "|" and not flow and _fits_block(value)):
        return scalarstring.LiteralScalarString(value)
    if like == '"':
        return scalarstring.DoubleQuotedScalarString(value)
    if like == "'":
        return scalarstring.SingleQuotedScalarString(value)
    if isinstance(value, Bare):
        return value
    if MISREAD.fullmatch(value):
        return scalarstring.SingleQuotedScalarString(value)
    if not flow and (like == ">" or (not like and len(value) > FOLD)) and _fits_block(value):
        folded = scalarstring.FoldedScalarString(value)
        folded.fold_pos = list(_folds(value))
        return folded
    return str(value)


def _fits_block(value: str) -> bool:
    """Whether block text keeps it exactly without an indentation indicator."""
    lines = value.removesuffix("\n").split("\n")
    return (
        bool(lines[0])
        and bool(lines[-1])
        and lines[0][0] != " "
        and not any(line.endswith(" ") for line in lines)
    )


def _folds(value: str) -> list[int]:
    """The single blanks at which a long text is broken, so that lines stay within FOLD."""
    folds: list[int] = []
    start, candidate = 0, -1
    for found in re.finditer(r"(?<=\S) (?=\S)", value):
        if found.start() - start > FOLD and candidate >= start:
            folds.append(candidate)
            start = candidate + 1
        candidate = found.start()
    if len(value) - start > FOLD and candidate >= start:
        folds.append(candidate)
    return folds


# -- ruamel.yaml -----------------------------------------------------------------------------------------


def _dump(value: Any, indent: Indent) -> str:
    """Text of a value whose texts have their styles; a new YAML object each time (it is not thread-safe)."""
    from ruamel.yaml import YAML  # noqa: PLC0415  # 90 ms that only a writing command pays

    yaml = YAML(typ="rt", plug_ins=[])
    yaml.Representer = _representer()
    yaml.width = 2**30
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=indent.mapping, sequence=indent.dash + indent.item, offset=indent.dash)
    stream = io.StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()


_made: list[Any] = []


def _representer() -> Any:
    """Round-trip representation, with `null` spelled out and bare text left bare. Made once."""
    if _made:
        return _made[0]
    from ruamel.yaml.nodes import ScalarNode  # noqa: PLC0415
    from ruamel.yaml.representer import RoundTripRepresenter  # noqa: PLC0415

    class Representer(RoundTripRepresenter):  # type: ignore[misc,unused-ignore]
        """Representers registered here stay here."""

    def null(self: Any, _data: Any) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")

    def bare(self: Any, data: Bare) -> Any:
        tag = self.dumper.resolver.resolve(ScalarNode, str(data), (True, False))
        return self.represent_scalar(tag, str(data))

    Representer.add_representer(type(None), null)
    Representer.add_representer(Bare, bare)
    _made.append(Representer)
    return Representer
