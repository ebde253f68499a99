"""Schemas for editors admit what kic admits, and refuse a useful part of what it refuses."""

import functools
import json
from fnmatch import fnmatchcase
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kic.core.diagnostic import Severity
from kic.domain.chapters import KINDS
from kic.domain.privacy.overlay import KINDS as PRIVATE
from kic.present.language import LANGUAGES, speak
from kic.repository.editor import editor_files, schema_files
from kic.repository.starting import demo_files
from kic.store.reading.load import is_record, load
from kic.store.reading.sources import Memory
from kic.store.schema import schema
from tests.gallery.cases import cases

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot

Validators = dict[str, Any]


@functools.cache
def parsed(source: bytes) -> Any:
    """The value as an editor reads it: YAML 1.2's core schema, in which days are text and numbers are numbers."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor(
        "tag:yaml.org,2002:timestamp", lambda constructor, node: constructor.construct_scalar(node)
    )
    return json.loads(json.dumps(yaml.load(StringIO(source.decode("utf-8-sig")))))


@pytest.fixture(scope="module", params=LANGUAGES)
def validators(request: pytest.FixtureRequest) -> Validators:
    made = schema({**KINDS, **PRIVATE}, speak(request.param))
    return {kind: jsonschema_rs.validator_for(each) for kind, each in made.items()}


def faults(validators: Validators, path: str, source: bytes) -> list[str]:
    value = parsed(source)
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind not in validators:
        return [f"{path}: no kind"]
    return [f"{path}: {each.instance_path}: {each.message}" for each in validators[kind].iter_errors(value)]


def test_every_record_of_the_demo_city_is_admitted(validators: Validators) -> None:
    records = {path: content for path, content in demo_files().items() if is_record(path, KINDS)}
    assert len(records) > 500
    assert [each for path, content in records.items() for each in faults(validators, path, content)] == []


def test_every_readable_record_of_the_gallerys_good_states_is_admitted(validators: Validators) -> None:
    seen: set[tuple[str, bytes]] = set()
    found = []
    for case in cases():
        if not (case.folder / "good").is_dir():
            continue
        files = case.setup("good").files
        for path, content in files.items():
            if (path, content) in seen or not is_record(path, KINDS) or path in case.setup("good").locked:
                continue
            seen.add((path, content))
            entry = load(Memory({path: content}), KINDS).entries[path]
            if entry.record is not None:  # some good states are good in another file than this
                found += [f"{case.code} {each}" for each in faults(validators, path, content)]
    assert len(seen) > 300
    assert found == []


def wrong_records() -> list[tuple[str, str, bytes]]:
    """The records of the gallery in which reading alone finds an error, one each."""
    found = []
    for case in cases():
        for path, content in case.setup("bad").files.items() if (case.folder / "bad").is_dir() else ():
            if is_record(path, KINDS):
                read: Snapshot = load(Memory({path: content}), KINDS)
                if any(each.severity is Severity.ERROR for each in read.diagnostics):
                    found.append((case.code, path, content))
    return found


def test_most_of_what_kic_cannot_read_is_marked_while_typing() -> None:
    """Either the editor cannot parse it, as kic, or the schema refuses it."""
    validators = {
        kind: jsonschema_rs.validator_for(each) for kind, each in schema({**KINDS, **PRIVATE}).items()
    }
    wrong = wrong_records()
    marked: list[str] = []
    missed: list[str] = []
    for code, path, content in wrong:
        try:
            found = faults(validators, path, content)
        except (YAMLError, UnicodeError, ValueError, RecursionError):
            found = ["not parsed"]
        (marked if found else missed).append(code)
    assert len(wrong) > 20
    assert len(marked) / len(wrong) >= SHARE, sorted(set(missed))


SHARE = 0.6
"""So much of the wrong records an editor marks at least."""


@pytest.mark.parametrize(
    ("kind", "field", "value", "admitted"),
    [
        ("theme", "title", 2026, True), ("theme", "title", 1.5, True), ("theme", "title", "x", True),
        ("theme", "title", True, False), ("theme", "title", None, False), ("theme", "title", ["x"], False),
        ("theme", "number", 7, True), ("theme", "number", "7", True), ("theme", "number", -1, False),
        ("edition", "drafted", "2026-02-01", True), ("edition", "drafted", "1.2.2026", False),
        ("settings", "budget", [{"year": 2026, "amount": 50000.0}], True),
        ("settings", "budget", [{"year": "2026", "amount": "50000.00"}], True),
        ("settings", "budget", [{"year": 2026, "amount": "50.000,00"}], False),
        ("settings", "land", "XX", False), ("settings", "languge", "de", False),
    ],
)  # fmt: skip
def test_a_value_is_admitted_however_an_editor_reads_it(
    kind: str, field: str, value: object, admitted: bool
) -> None:
    samples: dict[str, dict[str, object]] = {
        "theme": {"kind": "theme", "id": "t1", "edition": "k1", "number": 1, "title": "x", "vision": "y"},
        "edition": {"kind": "edition", "id": "k1", "title": "x"},
        "settings": {
            "kind": "settings", "id": "s", "format": 1, "land": "RP", "municipality": {"name": "Stadt X"},
        },
    }  # fmt: skip
    validator = jsonschema_rs.validator_for(schema(KINDS)[kind])
    assert validator.is_valid(samples[kind])
    assert validator.is_valid({**samples[kind], field: value}) is admitted


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_title_and_a_description_in_its_language(language: str) -> None:
    made = schema(KINDS, speak(language))
    german = schema(KINDS, speak("de"))
    assert made["theme"]["properties"]["title"]["title"] == {"de": "Titel", "en": "Title"}[language]
    assert made["theme"]["description"] == {
        "de": "Ein Themenfeld einer Fassung mit seinem Leitbild (vision) und seinen Zielen.",
        "en": "A Themenfeld of an edition with its Leitbild (vision) and goals.",
    }[language]  # fmt: skip
    for each in made.values():
        for field in each["properties"].values():
            assert field["title"]
    if language == "en":
        same = [kind for kind in made if made[kind]["description"] == german[kind]["description"]]
        assert same == []


def test_each_file_of_the_demo_city_takes_the_schema_of_its_kind(tmp_path: Path) -> None:
    """By VS Code's patterns, `!` for what is left out; kinds that share a folder are told apart by `kind`."""
    settings = json.loads(editor_files(tmp_path)[0].content)["yaml.schemas"]
    schemas = {each.name: json.loads(each.content) for each in schema_files(tmp_path, speak("de"))}
    for path, content in demo_files().items():
        if not is_record(path, KINDS) or path.startswith("reports/published/"):
            continue
        taken = [
            name
            for name, globs in settings.items()
            if any(_matches(path, glob) for glob in globs if not glob.startswith("!"))
            and not any(_matches(path, glob[1:]) for glob in globs if glob.startswith("!"))
        ]
        assert len(taken) == 1, (path, taken)
        found = schemas[taken[0].removeprefix("./")]
        kind = parsed(content)["kind"]
        assert found["properties"]["kind"] == {
            "enum": taken[0].split("/")[-1].split(".")[0].split("-or-")
        } or (found["properties"]["kind"]["const"] == kind)


def _matches(path: str, glob: str) -> bool:
    return path.count("/") == glob.count("/") and fnmatchcase(path, glob)
