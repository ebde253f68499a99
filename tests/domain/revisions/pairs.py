"""The revision pairs of the corpus: read, made into repositories, compared, and shown as their files write it."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.revisions.comparing import Class, Pairing, compare
from kic.domain.revisions.formal import amendments
from kic.domain.revisions.formal_instructions import AnyInstruction
from kic.domain.revisions.formal_sentences import line
from kic.domain.revisions.words import Mark, Piece, marked
from kic.present.language import speak
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain import good

CORPUS = Path(__file__).parent / "corpus"
SETTINGS = (good.GOOD / "kic.yaml").read_text("utf-8")
EDITIONS: dict[str, dict[str, Any]] = {
    "k2022": {"title": "Integrationskonzept", "adopted": "2022-02-14"},
    "k2013": {"title": "Integrationskonzept", "adopted": "2013-02-04"},
}
"""Those that a state has without naming them; the second one only if a record is of it."""
THEME = {"number": 1, "title": "Bildung und Arbeit"}
"""The theme of recommendations that name none."""


class Pair(msgspec.Struct, forbid_unknown_fields=True):
    """One file of the corpus; README.md there says how it is written."""

    about: str
    before: dict[str, Any]
    classes: dict[str, Any] = {}
    marks: dict[str, str] = {}
    de: list[str] = []
    en: list[str] = []
    after: dict[str, Any] | None = None
    editions: tuple[str, str] | None = None
    crlf: bool = False
    before_files: dict[str, str] = {}
    after_files: dict[str, str] = {}


def names() -> list[str]:
    """The names of all pairs, sorted."""
    return sorted(path.stem for path in CORPUS.glob("*.yaml"))


@cache
def pair(name: str) -> Pair:
    """One pair."""
    return msgspec.convert(yaml.safe_load((CORPUS / f"{name}.yaml").read_text("utf-8")), Pair)


def states(each: Pair) -> tuple[Snapshot, Snapshot]:
    """Its two states."""
    before = files(each.before) | each.before_files
    after = files(each.before if each.after is None else each.after) | each.after_files
    if each.crlf:
        after = {path: text.replace("\n", "\r\n") for path, text in after.items()}
    return snapshot(before), snapshot(after)


@cache
def compared(name: str) -> tuple[Pairing, ...]:
    """What the engine says about it."""
    each = pair(name)
    return compare(*states(each), each.editions)


def snapshot(files: dict[str, str]) -> Snapshot:
    """A repository of these files; every one of them has to be readable."""
    source = Memory({"kic.yaml": SETTINGS.encode(), **{path: text.encode() for path, text in files.items()}})
    state = load(source, KINDS)
    assert not [found.message for found in state.diagnostics], [
        str(found.message) for found in state.diagnostics
    ]
    return state


def files(state: dict[str, Any]) -> dict[str, str]:
    """The records of a state in the corpus's short form, as files; what a case need not say is filled in."""
    records = {id_: dict(value or {}) for id_, value in state.items()}
    for id_, value in list(records.items()):
        kind = _kind(id_)
        if kind != "edition":
            value.setdefault("edition", "k2013" if id_.startswith(("m-", "f-")) else "k2022")
            records.setdefault(value["edition"], {})
        if kind == "recommendation" and "theme" not in value:
            value["theme"] = "t1" if value["edition"] == "k2022" else None
        if kind == "recommendation" and value["theme"] == "t1":
            records.setdefault("t1", {"edition": "k2022"})
    records.setdefault("k2022", {})
    if "k2013" in records:
        records["k2022"].setdefault("predecessor", "k2013")
    return {_path(id_, value): _file(id_, value) for id_, value in records.items()}


def _kind(id_: str) -> str:
    return {"k": "edition", "t": "theme", "f": "theme"}.get(id_[0], "recommendation")


def _path(id_: str, value: dict[str, Any]) -> str:
    kind = _kind(id_)
    if kind == "edition":
        return "concept/concept.yaml" if id_ == "k2022" else f"concept/editions/{id_}/concept.yaml"
    folder = "concept" if value["edition"] == "k2022" else f"concept/editions/{value['edition']}"
    return f"{folder}/{kind}s/{id_}.yaml"


def _file(id_: str, value: dict[str, Any]) -> str:
    kind = _kind(id_)
    content: dict[str, Any] = {"kind": kind, "id": id_}
    if kind == "edition":
        content |= EDITIONS.get(id_, {"title": "Integrationskonzept", "adopted": "2022-02-14"}) | value
    elif kind == "theme":
        content |= (THEME if id_ == "t1" else {"number": _number(id_)}) | value
    else:
        content |= {"number": _number(id_)} | _progress(id_, value)
        content["provenance"] = {"wording": "adopted", "source": "Erfundenes Beispiel"}
    if content.get("theme", "") is None:
        del content["theme"]
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)


def _number(id_: str) -> int:
    return int("".join(sign for sign in id_ if sign.isdecimal()))


def _progress(id_: str, value: dict[str, Any]) -> dict[str, Any]:
    """`merged`, `split`, `replaced` name successors, `dropped` a reason: each becomes an entry of the log."""
    value = dict(value)
    for status in ("merged", "split", "replaced", "dropped"):
        if status in value:
            said = value.pop(status)
            entry: dict[str, Any] = {
                "date": "2024-05-13",
                "status": status,
                "note": "Beschluss des Stadtrats",
            }
            if status == "dropped":
                entry["note"] = said
            else:
                entry["successors"] = said if isinstance(said, list) else [said]
            value["progress"] = [entry]
    return value


# -- as the files write it -----------------------------------------------------------------------------------------


def classes(pairings: tuple[Pairing, ...]) -> dict[str, list[str]]:
    """The classes of each element that did not stay as it was."""
    return {
        each.id: [one.value for one in each.classes]
        for each in pairings
        if each.classes != (Class.UNCHANGED,)
    }


def marks(pairings: tuple[Pairing, ...]) -> dict[str, str]:
    """The words of each changed field with `[-struck-]` and `{+inserted+}`."""
    return {
        f"{change.after}.{change.field}": noted(change.old, change.new)
        for each in pairings
        for change in each.changes
        if change.before and change.after
    }


def noted(old: str, new: str) -> str:
    """Two wordings as one, in the corpus's notation."""
    form = {Mark.KEEP: "{}", Mark.STRIKE: "[-{}-]", Mark.INSERT: "{{+{}+}}"}
    return "".join(form[piece.mark].format(piece.words) for piece in marked(old, new))


def shown(instructions: tuple[AnyInstruction, ...], code: str) -> list[str]:
    """The list in words, the wording of new elements below their sentence."""
    language = speak(code)
    found = []
    for each in map(line, instructions):
        rows = [f"  {language.word(label)}: {words}" if label else words for label, words in each.wording]
        found.append("\n".join([language.say(each.sentence), *rows]))
    return found


def listed(pairings: tuple[Pairing, ...]) -> tuple[AnyInstruction, ...]:
    """The formal list."""
    return amendments(pairings)


def as_editions(each: Pair) -> tuple[Pairing, ...]:
    """A pair of revisions as two editions of one state: `id` goes on as `id-n`, and continues it."""
    first, second = each.before, each.before if each.after is None else each.after
    both: dict[str, Any] = {"k2013": first.get("k2022") or {}, "k2022": second.get("k2022") or {}}
    themes = [value or {} for id_, value in first.items() if _kind(id_) == "theme"]
    olds = {*first, "t1", *(goal["id"] for theme in themes for goal in theme.get("goals", ()))}
    for id_, value in {"t1": {}, **first}.items():
        if id_ != "k2022":
            both[id_] = _of_edition({} if value is None else value, id_, "k2013", "", set())
    for id_, value in {"t1": {}, **second}.items():
        if id_ != "k2022":
            both[f"{id_}-n"] = _of_edition({} if value is None else value, id_, "k2022", "-n", olds)
    state = snapshot(files(both))
    return compare(state, state, ("k2013", "k2022"))


def _of_edition(value: dict[str, Any], id_: str, edition: str, ending: str, olds: set[str]) -> dict[str, Any]:
    value = {**value, "edition": edition}
    for status in ("merged", "split", "replaced", "dropped"):
        value.pop(status, None)
    if _kind(id_) == "theme":
        value = {**THEME, "number": _number(id_), **value}
        value["goals"] = [
            {**goal, "id": goal["id"] + ending}
            | ({"continues": [goal["id"]]} if ending and goal["id"] in olds else {})
            for goal in value.get("goals", ())
        ]
    else:
        theme = value.get("theme", "t1")
        value["theme"] = theme + ending if theme else None
        value["goals"] = [goal + ending for goal in value.get("goals", ())]
    if ending and id_ in olds:
        value["continues"] = [id_]
    return value


def before_marks(pieces: tuple[Piece, ...]) -> str:
    """The old text again."""
    return "".join(piece.words for piece in pieces if piece.mark is not Mark.INSERT)


def after_marks(pieces: tuple[Piece, ...]) -> str:
    """The new text again."""
    return "".join(piece.words for piece in pieces if piece.mark is not Mark.STRIKE)
