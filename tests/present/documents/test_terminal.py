"""Documents on the terminal: what rich makes of Markdown, and what it may not."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.present.charts import Charts
from kic.present.escaping import escape_markdown
from kic.present.language import speak
from kic.present.safe import Styled
from kic.present.terminal import for_terminal

CHARTS = Charts({}, speak("de"))


def shown(source: str, width: int = 40) -> str:
    """The text form, without colour."""
    return for_terminal(source, CHARTS, width=width, color=False)


DOCUMENT = """\
# Sitzungsvorlage

Der Ausschuss beschließt **einstimmig**
die *Verteilung*.

## Anträge

> Erfundene Daten: nichts davon ist wahr.
>
> Zweiter Absatz.

| Antrag | Bewilligung |
|---|--:|
| **Sprachmittlung bei Behörden** | 1.234,56 € |

- Status: umgesetzt
- ein langer Punkt, der auf der nächsten Zeile weitergeht
  - darunter

1. erstens

   noch ein Absatz
2. zweitens

```
if [x]:   :smile:
```

***
"""

SHOWN = """\
Sitzungsvorlage
===============

Der Ausschuss beschließt einstimmig die
Verteilung.


Anträge
-------

  Erfundene Daten: nichts davon ist
  wahr.

  Zweiter Absatz.

Antrag                       Bewilligung
---------------------------  -----------
Sprachmittlung bei Behörden   1.234,56 €

- Status: umgesetzt
- ein langer Punkt, der auf der nächsten
  Zeile weitergeht
  - darunter

1. erstens

   noch ein Absatz

2. zweitens

if [x]:   :smile:

----------------------------------------
"""


def test_a_document_reads_without_colour():
    assert shown(DOCUMENT.replace("56 €", "56\u00a0€")).replace("\u00a0", " ") == SHOWN


def test_a_long_heading_is_underlined_as_far_as_it_goes():
    assert shown("# Vergabevorlage zum Integrationskonzept", 24) == (
        "Vergabevorlage zum\nIntegrationskonzept\n===================\n"
    )


def test_colour_adds_weight_alone():
    coloured = for_terminal("# A\n\n**b** *c* `d`\n\n> e\n", CHARTS, width=40, color=True)
    assert isinstance(coloured, Styled)
    assert coloured == "\x1b[1mA\x1b[0m\n=\n\n\x1b[1mb\x1b[0m \x1b[3mc\x1b[0m d\n\n  e\n"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[Bericht](https://example.org/b)", "Bericht (https://example.org/b)\n"),
        ("<https://example.org>", "https://example.org\n"),
        ("[oben](#s-oben)", "oben\n"),
        ("[bold]x[/nix] :smile:", "[bold]x[/nix] :smile:\n"),
        ("a\x1b]0;t\x07\x1b[31mb", "a\\x1b]0;t\\x07\\x1b[31mb\n"),
        ("a&#27;[31mb", "a\ufffd[31mb\n"),
        ("| a | b |\n|---|---|\n| | x |", "a  b\n-  -\n   x\n"),
    ],
)
def test_links_markup_and_escapes(source, text):
    assert shown(source) == text


def test_nothing_is_cut_however_narrow_it_gets():
    table = "| a | b | c | d |\n|---|--:|---|---|\n" + "| Sprachmittlung | 1.234,56 | Behörden | x |\n"
    inside = "- punkt\n\n" + "".join(f"  {line}\n" for line in table.splitlines())
    squeezed = "".join(shown(inside, width=20).split())
    for word in ("1.234,56", "Behörden"):
        assert word in squeezed
    assert squeezed.count("x") == 1


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.integers(10, 60))
def test_record_text_stays_text(words, width):
    written = escape_markdown(words)
    inside = "".join(shown(f"Vorher {written} nachher", width).split())
    plain = "".join(shown(f"Vorher {written} nachher", 10_000).split())
    assert inside == plain
    assert inside.startswith("Vorher")
    assert inside.endswith("nachher")
    assert "\x1b" not in inside


def test_check_and_help_do_not_pay_for_rich(tmp_path):
    script = (
        "import sys; from kic.cli.failing import guarded\n"
        "guarded(sys.argv[1:])\n"
        "print('LOADED', sorted({name.split('.')[0] for name in sys.modules} & {'rich', 'pygments'}))\n"
    )
    (tmp_path / "kic.yaml").write_text("kind: settings\nformat: 1\n")
    for words in (["--version"], ["--help"], ["check"], ["check", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *words], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={"PYTHONPATH": ":".join(sys.path), "LANG": "C.UTF-8"},
        )  # fmt: skip
        assert done.stdout.endswith("LOADED []\n"), (words, done.stdout, done.stderr)
