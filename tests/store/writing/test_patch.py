"""A unified diff that git applies byte for byte."""

import os
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.patch import unified
from kic.core.plan import Change

FEW, MANY = 25, 2_000

CASES = {
    "an edit": [("a.yaml", b"a: x\nb: y\n", b"a: z\nb: y\n")],
    "edits far apart": [("a", b"".join(b"%d\n" % n for n in range(60)), b"".join(b"%d\n" % n for n in range(60) if n not in (5, 50)))],
    "a new file in a new folder": [("n/m/a.yaml", None, b"a: x\n")],
    "a new empty file": [("a.yaml", None, b"")],
    "a file that goes": [("a.yaml", b"a: x\n", None)],
    "an empty file that goes": [("a.yaml", b"", None)],
    "a file that becomes empty": [("a.yaml", b"a: x\n", b"")],
    "a file that was empty": [("a.yaml", b"", b"a: x\n")],
    "no newline at the end, before": [("a.yaml", b"a: x", b"a: x\n")],
    "no newline at the end, after": [("a.yaml", b"a: x\n", b"a: x")],
    "no newline at the end, both": [("a.yaml", b"a: x\nb: y", b"a: z\nb: y")],
    "carriage returns": [("a.yaml", b"a: x\r\nb: y\r\n", b"a: x\r\nb: z\r\n")],
    "carriage returns go": [("a.yaml", b"a: x\r\n", b"a: x\n")],
    "a lone carriage return": [("a.yaml", b"a: x\rb\nc\n", b"a: x\rb\nd\n")],
    "a byte order mark": [("a.yaml", b"\xef\xbb\xbfa: x\n", b"\xef\xbb\xbfa: y\n")],
    "a name with blanks": [("a b.yaml", b"x\n", b"y\n"), ("c d/e f.yaml", None, b"z\n")],
    "a name with umlauts": [("städte/köln.yaml", b"x\n", b"y\n")],
    "a name with quotes and backslash": [('a"b\\c.yaml', b"x\n", b"y\n")],
    "a name with a tab": [("a\tb.yaml", None, b"y\n")],
    "lines that look like a diff": [("a", b"--- a\n+++ b\n@@ -1 +1 @@\n", b"--- b\n+++ b\n@@ -1 +1 @@\n\\ No newline\n")],
    "bytes that are no UTF-8": [("a", b"\xff\xfe\n", b"\xfe\xff\n")],
    "form feeds and separators": [("a", b"a\x0cb\x1c\x85\n", b"a\x0cb\x1d\x85\n")],
    "a new file that is no text": [("a.pdf", None, bytes(range(256)) * 9 + b"end")],
    "a file that is no text changes": [("a.pdf", b"\0old\n" * 70, b"\0new\n" * 71), ("b.yaml", b"x\n", b"y\n")],
    "a file that is no text goes": [("a.docx", b"PK\0\1", None)],
    "a text becomes none": [("a", b"x\n", b"x\0\n")],
    "an empty file becomes no text": [("a", b"", b"\0")],
    "several files": [("a", b"x\n", b"y\n"), ("b", None, b"z\n"), ("c", b"w\n", None)],
}  # fmt: skip


def applied(folder, cases) -> None:
    """Lays the old files out, lets git apply the patch, compares the new ones."""
    for path, before, _ in cases:
        if before is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(before)
    patch = unified(Change(*case) for case in cases)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    done = subprocess.run(command, cwd=folder, input=patch, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, (done.stderr.decode(), patch)
    for path, _, after in cases:
        assert ((folder / path).read_bytes() if (folder / path).exists() else None) == after


@pytest.mark.parametrize("name", CASES)
def test_git_applies(tmp_path, name):
    applied(tmp_path, CASES[name])


def test_what_a_person_sees():
    assert unified([Change("a.yaml", b"a: x\nb: y\n", b"a: z\nb: y\n")]).decode() == (
        "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n-a: x\n+a: z\n b: y\n"
    )


def test_nothing_changed_is_no_patch():
    assert unified([]) == unified([Change("a", b"x", b"x")]) == b""


LINES = st.lists(st.sampled_from([b"a", b"b", b"", b"a\r", b"\xff", b" ", b"-a", b"\\"]), max_size=30)
CONTENTS = st.builds(lambda lines, end: b"\n".join(lines) + end, LINES, st.sampled_from([b"", b"\n"]))


@settings(max_examples=FEW, deadline=None)
@given(CONTENTS, CONTENTS)
def test_git_applies_random_changes(tmp_path_factory, before, after):
    if before != after:
        applied(tmp_path_factory.mktemp("repository"), [("a.yaml", before, after)])


@pytest.mark.soak
@settings(max_examples=MANY, deadline=None)
@given(CONTENTS, CONTENTS)
def test_git_applies_many_random_changes(tmp_path_factory, before, after):
    if before != after:
        applied(tmp_path_factory.mktemp("repository"), [("a.yaml", before, after)])


def test_for_who_only_reads_a_file_that_is_no_text_is_named():
    patch = unified([Change("a.pdf", None, b"%PDF\0")], binary=False)
    assert patch.decode() == (
        "diff --git a/a.pdf b/a.pdf\nnew file mode 100644\nBinary files /dev/null and b/a.pdf differ\n"
    )
