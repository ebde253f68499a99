"""The message catalogue: collects every message id of kic and merges them into the German words.

    python tests/messages.py           merge new ids into kic/locale/de, drop those that are gone
    python tests/messages.py --check   change nothing; fail if an id is untranslated, gone or ill-formed

Ids come from literals in the code (`text`, `plural`, `_`, exceptions), the manual pages of the laws, the
templates, and the record classes (field names, kinds, enum values). An id that is computed cannot be
collected, so a computed first argument of `text` or `plural` is reported. Entries are sorted and carry file
names without lines, so that a merge changes only what changed.
"""

import ast
import inspect
import io
import re
import sys
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402
from babel.messages.catalog import Catalog  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

from kic.core.record import Part, kind_of  # noqa: E402
from kic.present.manual import EXAMPLE, paragraphs  # noqa: E402

GERMAN = ROOT / "kic/locale/de/LC_MESSAGES/kic.po"
ENGLISH = ROOT / "kic/locale/en/LC_MESSAGES/kic.po"

SINGLE = {"text", "_", "N_", "say", "gettext", "Text"}
DOUBLE = {"plural", "count", "ngettext"}
LITERAL_ONLY = {"text", "plural"}
RULES = {"rule", "dated_rule", "change_rule"}
NOT_SHOWN = {
    "Needs", "Aim", "Allowed", "Kind", "Look", "Shape", "HookState", "Laid", "Sort", "Reception", "Joined", "UnderWay",
    "SeenBy", "LeftOutFor", "Side",
}  # fmt: skip
"""Enums of the machinery, which no one sees."""
OTHER_LABELS = {"Marks": ("abstain", "excluded"), "Seat": ("terms",), "Decision": ("computed_again",)}
"""Words that stand in records without being an enum's value, and fields whose word another kind has for another."""

CODE = re.compile(r"KIC\d{3}")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")

HEADER = """\
# German words of kic. Collected by tests/messages.py, translated by hand.
msgid ""
msgstr ""
"Project-Id-Version: kic\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


class Id(NamedTuple):
    """What a catalogue entry is found by: the context (empty for sentences), the id, its plural or nothing."""

    context: str
    id: str
    plural: str = ""


class Collected:
    """Ids with the files they stand in, and what is wrong with how they are written."""

    def __init__(self) -> None:
        self.ids: dict[Id, set[str]] = {}
        self.pages: set[Id] = set()
        """Paragraphs of manuals: said as they stand, so braces in them mean nothing."""
        self.faults: list[str] = []

    def add(self, key: Id, where: str) -> None:
        self.ids.setdefault(key, set()).add(where)


def collect(root: Path = ROOT) -> Collected:
    """Every message id under `kic/`."""
    found = Collected()
    trees = {
        path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted((root / "kic").rglob("*.py"))
    }
    errors = _subclasses(trees.values(), {"KicError"})
    enums = _subclasses(trees.values(), {"Enum"})
    for where, tree in trees.items():
        _from_code(tree, where, errors, enums, found)
    for path in sorted((root / "kic/templates").rglob("*.j2")):
        _from_template(path.read_text("utf-8"), path.relative_to(root).as_posix(), found)
    _from_records(found)
    _from_schemas(found)
    for context, words in OTHER_LABELS.items():
        for word in words:
            found.add(Id(context, word), "tests/messages.py")
    _judge(found)
    return found


def _subclasses(trees: Iterable[ast.Module], names: set[str]) -> set[str]:
    """Names of classes that derive from these, over all modules."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known = set(names)
    while True:
        more = {c.name for c in classes if any(_name(base) in known for base in c.bases)} - known
        if not more:
            return known
        known |= more


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _literals(node: ast.expr | None) -> Iterator[str]:
    """A literal, or the literals of both branches of `a if x else b`."""
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif (value := _literal(node)) is not None:
        yield value


def _from_code(tree: ast.Module, where: str, errors: set[str], enums: set[str], found: Collected) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            _from_call(node, where, errors, found)
        elif isinstance(node, ast.FunctionDef):
            if any(isinstance(d, ast.Call) and _name(d) in RULES for d in node.decorator_list):
                _from_manual(ast.get_docstring(node) or "", where, found)
        elif isinstance(node, ast.ClassDef) and node.name not in NOT_SHOWN | {"Enum"} and node.name in enums:
            for line in node.body:
                if isinstance(line, ast.Assign) and (value := _literal(line.value)) is not None:
                    found.add(Id(node.name, value), where)


def _from_call(node: ast.Call, where: str, errors: set[str], found: Collected) -> None:
    name = _name(node.func)
    first = node.args[0] if node.args else None
    if name in DOUBLE and len(node.args) > 1:
        one, many = _literal(node.args[0]), _literal(node.args[1])
        if one is not None and many is not None:
            found.add(Id("", one, many), where)
        elif name in LITERAL_ONLY:
            found.faults.append(f"{where}:{node.lineno}: {name}() needs literals")
    elif name in SINGLE | errors and first is not None:
        sentences = [sentence for sentence in _literals(first) if sentence]
        for sentence in sentences:
            found.add(Id("", sentence), where)
        if not sentences and name in LITERAL_ONLY:
            found.faults.append(f"{where}:{node.lineno}: {name}() needs a literal")
    if name in errors:
        for keyword in node.keywords:
            if keyword.arg == "help":
                for sentence in filter(None, _literals(keyword.value)):
                    found.add(Id("", sentence), where)
    if CODE.fullmatch(_literal(first) or ""):
        named = [k.value for k in node.keywords if k.arg == "manual"]
        literals = [literal for each in (*named, *node.args[2:]) if (literal := _literal(each)) is not None]
        manual = max(
            literals, key=len, default=""
        )  # `Law` and the short forms of it order their arguments freely
        if manual:
            _from_manual(manual, where, found)


def _from_manual(manual: str, where: str, found: Collected) -> None:
    for section, sentence in paragraphs(manual):
        if section != EXAMPLE:
            found.add(Id("", sentence), where)
            found.pages.add(Id("", sentence))


def _from_template(source: str, where: str, found: Collected) -> None:
    from jinja2 import Environment, nodes

    def words(node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.CondExpr):
            yield from words(node.expr1)
            if node.expr2 is not None:
                yield from words(node.expr2)
        elif isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield node.value

    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        if name in DOUBLE and len(call.args) > 1:
            for one, many in zip(words(call.args[0]), words(call.args[1]), strict=True):
                found.add(Id("", one, many), where)
        elif name in SINGLE and call.args:
            for sentence in words(call.args[0]):
                found.add(Id("", sentence), where)


def _from_records(found: Collected) -> None:
    from kic.domain.chapters import RECORDS
    from kic.domain.privacy.overlay import KINDS as PRIVATE

    for cls in (*RECORDS, *PRIVATE.values()):
        found.add(Id("kind", kind_of(cls)), _file_of(cls))
        found.add(Id("field", "kind"), "kic/core/record.py")
        for struct in structs(cls):
            where = _file_of(struct)
            if issubclass(struct, Part) and struct.part_kind:
                found.add(Id("kind", struct.part_kind), where)
            for declared in msgspec.structs.fields(struct):
                found.add(Id("field", declared.encode_name), where)


def _from_schemas(found: Collected) -> None:
    """What schemas say of the classes, in the editor."""
    from kic.domain.chapters import KINDS
    from kic.domain.privacy.overlay import KINDS as PRIVATE
    from kic.store import schema

    class Listener(schema.English):
        def say(self, sentence: str, /) -> str:
            found.add(Id("", sentence), "kic/store/schema.py")
            found.pages.add(Id("", sentence))
            return sentence

    schema.schema({**KINDS, **PRIVATE}, Listener())


def _file_of(cls: type) -> str:
    return Path(inspect.getfile(cls)).relative_to(ROOT).as_posix()


def structs(cls: Any, seen: set[Any] | None = None) -> Iterator[Any]:
    """A record class and every struct inside it."""
    seen = set() if seen is None else seen
    if isinstance(cls, type) and issubclass(cls, msgspec.Struct):
        if cls in seen:
            return
        seen.add(cls)
        yield cls
        for declared in msgspec.structs.fields(cls):
            yield from structs(declared.type, seen)
    for inner in typing.get_args(cls):
        yield from structs(inner, seen)


def _judge(found: Collected) -> None:
    """Ids that `Language.say` could not fill: only plain `{names}` are placeholders."""
    singles: dict[str, Id] = {}
    for key, where in found.ids.items():
        if not key.context and singles.setdefault(key.id, key) != key:
            found.faults.append(f"{min(where)}: {key.id!r} stands with two plurals, or with and without one")
        for words in (key.id, key.plural):
            for placeholder in PLACEHOLDER.finditer(words):
                if (
                    placeholder[1] is not None
                    and not placeholder[1].isidentifier()
                    and not (key.context or key in found.pages)
                ):
                    found.faults.append(f"{min(where)}: {words!r}: {{{placeholder[1]}}} is no plain name")


# -- the catalogue file --------------------------------------------------------------------------------


def read(path: Path) -> dict[Id, tuple[tuple[str, ...], bool]]:
    """The entries of a catalogue: words (two for a plural), and whether they are marked fuzzy."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    entries = {}
    for message in catalogue:
        if message.id:
            forms = (message.id, "") if isinstance(message.id, str) else message.id
            key = Id(message.context or "", *forms)
            words = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            entries[key] = (words, message.fuzzy)
    return entries


def write(path: Path, words: dict[Id, tuple[str, ...]], where: dict[Id, set[str]], code: str) -> None:
    """The catalogue, sorted by context and id."""
    catalogue = Catalog(locale=code, charset="utf-8")
    for key in sorted(words):
        message = catalogue.add(
            (key.id, key.plural) if key.plural else key.id,
            words[key] if key.plural else words[key][0],
            locations=[(file, 0) for file in sorted(where.get(key, ()))],
            context=key.context or None,
        )
        message.flags.clear()
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=True, include_lineno=False)
    text = HEADER.format(code=code) + buffer.getvalue().decode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip("\n") + "\n", "utf-8", newline="\n")


def merge(found: Collected, path: Path = GERMAN, code: str = "de") -> list[str]:
    """Brings the catalogue up to date; returns what was dropped, with its words."""
    old = read(path)
    empty = {key: ("", "") if key.plural else ("",) for key in found.ids}
    words = {key: old[key][0] if key in old else blank for key, blank in empty.items()}
    write(path, words, found.ids, code)
    return [f"{key.id} = {' / '.join(old[key][0])}" for key in old if key not in words and any(old[key][0])]


def placeholders(words: str) -> set[str]:
    """The names in braces."""
    return {name for name in PLACEHOLDER.findall(words) if name.isidentifier()}


def problems(found: Collected, path: Path = GERMAN, *, partial: bool = False) -> list[str]:
    """What keeps a catalogue from being complete; one that is `partial` may lack entries."""
    said = list(found.faults)
    entries = read(path)
    if not partial:
        said += [f"missing: {key}" for key in sorted(found.ids.keys() - entries.keys())]
    said += [f"obsolete: {key}" for key in sorted(entries.keys() - found.ids.keys())]
    with path.open("rb") as file:
        said += [f"obsolete: {gone}" for gone in read_po(file).obsolete]
    for key, (words, fuzzy) in sorted(entries.items()):
        if fuzzy:
            said.append(f"fuzzy: {key}")
        if not all(words):
            said.append(f"untranslated: {key}")
            continue
        for position, word in enumerate(words):
            expected = placeholders(key.plural if position else key.id)
            optional = {"n"} if key.plural and position == 0 else set()  # "ein Antrag" needs no number
            if placeholders(word) - optional != expected - optional:
                said.append(f"placeholders differ: {key}: {word}")
    return said


def main(arguments: list[str]) -> int:
    """The command; 0 if the catalogue is complete."""
    found = collect()
    if "--check" not in arguments:
        for line in merge(found):
            print(f"dropped: {line}")
    left = problems(found) + (problems(found, ENGLISH, partial=True) if ENGLISH.exists() else [])
    print("\n".join(left))
    print(f"{len(found.ids)} messages, {len(left)} problems")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
