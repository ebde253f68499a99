"""What a person sees of a change before they agree: all of a small one, the beginning and the files of a large one."""

from pathlib import Path

import pytest

from kic.cli.changing import MOST_LINES
from tests.cli.terminal import at_terminal, dialogue

PROBE = """\
from kic.cli import words
from kic.present.language import Language
words.settle(Language({lang!r}))
from kic.cli.changing import show_changes
from kic.cli.session import Session
from kic.core.plan import Change
show_changes(Session(color={color!r}), {changes})
"""


def new(path: str, lines: int) -> str:
    return f"Change({path!r}, None, b''.join(b'line %d\\n' % n for n in range({lines})))"


def shown(*changes: str, lang: str = "en", color: str = "never") -> str:
    program = PROBE.format(
        lang=lang, color=color, changes="(" + "".join(f"{change}, " for change in changes) + ")"
    )
    code, text = dialogue(["-c", program], cwd=Path("/"), typed=())
    assert code == 0, text
    return text


def test_a_change_that_fits_is_shown_whole() -> None:
    assert shown(new("a.yaml", 2), "Change('b.yaml', b'x\\ny\\n', b'x\\nz\\n')", "Change('c.yaml', b'x\\n', None)") == """\
diff --git a/a.yaml b/a.yaml
new file mode 100644
--- /dev/null
+++ b/a.yaml
@@ -0,0 +1,2 @@
+line 0
+line 1
diff --git a/b.yaml b/b.yaml
--- a/b.yaml
+++ b/b.yaml
@@ -1,2 +1,2 @@
 x
-y
+z
diff --git a/c.yaml b/c.yaml
deleted file mode 100644
--- a/c.yaml
+++ /dev/null
@@ -1,1 +0,0 @@
-x
"""  # fmt: skip


def test_of_many_files_the_first_are_shown_and_the_rest_named() -> None:
    files = [new(f"a-{number:02d}.yaml", 60) for number in range(30)]
    text = shown(
        *files,
        "Change('b.yaml', b'x\\ny\\n', b'x\\nz\\nz\\n')",
        "Change('c.yaml', b'x\\n', None)",
        new("d.yaml", 1),
    )
    whole = 6  # of 65 lines each
    lines = text.splitlines()
    assert [line for line in lines if line.startswith("diff ")] == [
        f"diff --git a/a-{number:02d}.yaml b/a-{number:02d}.yaml" for number in range(whole)
    ]
    assert lines[whole * 65 :] == [
        "... 27 more files:",
        *(f"  a-{number:02d}.yaml: new, 60 lines" for number in range(whole, 30)),
        "  b.yaml: changed, +2 -1",
        "  c.yaml: deleted",
        "  d.yaml: new, 1 line",
        "With --dry-run, everything is shown.",
    ]
    assert len(lines) <= MOST_LINES + 50


def test_of_hundreds_of_files_not_all_are_named() -> None:
    text = shown(*(new(f"a-{number:03d}.yaml", 10) for number in range(300)), lang="de")
    assert text.endswith(
        "  a-065.yaml: neu, 10 Zeilen\n... und 234 andere.\nMit --dry-run wird alles angezeigt.\n"
    )
    assert text.count("\n") <= MOST_LINES + 50


def test_a_single_large_file_is_cut() -> None:
    lines = shown(new("a.yaml", 1000), new("b.yaml", 3)).splitlines()
    assert lines[0] == "diff --git a/a.yaml b/a.yaml"
    assert lines[MOST_LINES - 1 :] == [
        f"+line {MOST_LINES - 6}",
        "... a.yaml goes on.",
        "... 1 more file:",
        "  b.yaml: new, 3 lines",
        "With --dry-run, everything is shown.",
    ]


@pytest.mark.parametrize("color", ["always", "never"])
def test_what_a_line_hides_does_not_reach_the_terminal(color: str) -> None:
    text = shown("Change('a.yaml', None, b'x\\x1b[31my\\xe2\\x80\\xaez\\n')", color=color)
    assert "x\\x1b[31my\\u202ez" in text
    assert "\u202e" not in text
    assert ("\x1b[32m+" in text) == (color == "always")
    assert "\x1b[31m" not in text


def test_the_patch_of_a_dry_run_is_whole_on_a_terminal_too(city: Path) -> None:
    """`check --fix` on many misspelled keys; every one of them is in the patch."""
    found = sorted((city / "concept").rglob("*.yaml"))
    files = [file for file in found if b"\ntitle: " in file.read_bytes()]
    for file in files:
        file.write_bytes(file.read_bytes().replace(b"\ntitle: ", b"\ntitel: ", 1))
    mixed = at_terminal("check", "--fix", "--dry-run", cwd=city)[1]
    assert mixed.count("diff --git") == len(files)
    asked = at_terminal("check", "--fix", cwd=city, typed=(("[y/N]", "n\n"),))[1]
    assert 0 < asked.count("diff --git") < len(files)
    assert "more files:" in asked
