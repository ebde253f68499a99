"""From plans to changes, and new files from plain values."""

import datetime
import enum

import pytest

from kic.core.plan import Append, Change, CreateFile, DeleteFile, Plan, RemoveField, SetField, WriteFile
from kic.core.text import text
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share
from kic.errors import Refused
from kic.store.paths import checked
from kic.store.writing.compute import changes
from kic.store.writing.emit import emit, plain

FILES = {"a.yaml": b"a: x # why\n", "b.yaml": b"b:\n  - y\n"}


class Status(enum.Enum):
    DONE = "done"


def computed(*edits):
    return changes(Plan(text("a plan"), edits), FILES.get)


def test_edits_of_one_file_are_one_change():
    assert computed(
        SetField("a.yaml", ("a",), "z"), Append("a.yaml", ("l",), "i"), SetField("a.yaml", ("a",), "w")
    ) == (Change("a.yaml", b"a: x # why\n", b"a: w # why\nl:\n  - i\n"),)


def test_a_plan_that_changes_nothing_gives_no_change():
    assert computed(SetField("a.yaml", ("a",), "x")) == ()
    assert computed(SetField("a.yaml", ("k",), "z"), RemoveField("a.yaml", ("k",))) == ()
    assert computed(CreateFile("n.yaml", {"id": "n"}), DeleteFile("n.yaml")) == ()
    assert computed(WriteFile("a.yaml", b"a: x # why\n")) == ()


def test_files_come_in_the_order_in_which_the_plan_names_them():
    found = computed(
        DeleteFile("b.yaml"), CreateFile("n/n.yaml", {"id": "n"}), SetField("a.yaml", ("a",), "z")
    )
    assert [(c.path, c.after) for c in found] == [
        ("b.yaml", None),
        ("n/n.yaml", b"id: 'n'\n"),
        ("a.yaml", b"a: z # why\n"),
    ]


def test_a_created_file_can_be_edited_in_the_same_plan():
    (change,) = computed(CreateFile("n.yaml", {"id": "new"}), SetField("n.yaml", ("title",), "T"))
    assert change == Change("n.yaml", None, b"id: new\ntitle: T\n")


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (CreateFile("a.yaml", {}), "a.yaml is there already."),
        (DeleteFile("n.yaml"), "There is no file n.yaml."),
        (SetField("n.yaml", ("a",), "x"), "There is no file n.yaml."),
        (SetField("b.yaml", ("b", 4), "x"), "there is no b[4] in b.yaml"),
        (WriteFile("../a.yaml", b""), "../a.yaml is not a path that may be written."),
    ],
)
def test_refused(edit, sentence):
    with pytest.raises(Refused) as refused:
        computed(edit)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "path", ["a.yaml", "a/b-1.yaml", "templates/Bescheid ä.md.j2", ".github/x.yml", "a/.b"]
)
def test_paths_that_may_be_written(path):
    assert checked(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "/a", "a/", "a//b", ".", "..", "a/..", "a/./b", "a\\b", "c:a", "C:/a", "a\nb", "a\x00b", "nul", "NUL.yaml",
     "a/com1.txt", "a.", "a ", ".git/x", ".GIT/x", ".kic/journal", "a?b", "x" * 256]
)  # fmt: skip
def test_paths_that_may_not_be_written(path):
    with pytest.raises(Refused):
        checked(path)


def test_a_record_file():
    value = {
        "kind": "application",
        "id": "2026-1-013",
        "title": "Sprachcafé: Reden & Lesen",
        "amount": Money(123450),
        "share": Share("12.5%"),
        "count": Count(7),
        "mark": Number("7.5"),
        "since": PartialDate(2013),
        "on": datetime.date(2026, 3, 1),
        "until": Moment.parse("2026-03-31T23:59"),
        "status": Status.DONE,
        "secured": False,
        "nothing": None,
        "file_number": "00123",
        "items": [{"item": "Raum", "costs": ("a", "b")}, "no"],
        "empty": [],
        "text": "Erster Absatz.\n\nZweiter Absatz.\n",
    }
    assert (
        emit(value).decode()
        == """\
kind: application
id: 2026-1-013
title: 'Sprachcafé: Reden & Lesen'
amount: 1234.50
share: 12.5%
count: 7
mark: 7.5
since: 2013
'on': 2026-03-01
until: 2026-03-31T23:59
status: done
secured: false
nothing: null
file_number: '00123'
items:
  - item: Raum
    costs:
      - a
      - b
  - 'no'
empty: []
text: |
  Erster Absatz.

  Zweiter Absatz.
"""
    )


@pytest.mark.parametrize(
    "value",
    [1.5, {1.5: "x"}, {None: "x"}, {"a": object()}, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)],
)
def test_what_is_no_plain_value(value):
    with pytest.raises(TypeError):
        plain(value)
