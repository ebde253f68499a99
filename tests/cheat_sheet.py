"""The cheat sheets as PDF/UA, one page of A4 each, by the same way as kic's papers: `make cheat-sheets`."""

import sys
from pathlib import Path

from kic.present.charts import Charts
from kic.present.language import speak
from kic.present.typesetting.pandoc import Pandoc
from kic.present.typesetting.pdf import Typesetter

DOCS = Path(__file__).resolve().parents[1] / "docs"
SHEETS = {"de": DOCS / "de" / "spickzettel.md", "en": DOCS / "en" / "cheat-sheet.md"}
LAYOUT = DOCS / "cheat-sheet.typ"


def cheat_sheets() -> dict[str, bytes]:
    """The finished files by their names."""
    made = {}
    with Pandoc() as pandoc, Typesetter({"paper.typ": LAYOUT.read_bytes()}) as typesetter:
        for code, path in SHEETS.items():
            source = path.read_text("utf-8")
            about = {"title": source.partition("\n")[0].lstrip("# "), "owner": "kic", "office": "kic --help"}
            made[f"{path.stem}.pdf"] = typesetter.paper(source, Charts({}, speak(code)), about, pandoc)
    return made


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in cheat_sheets().items():
        (folder / name).write_bytes(content)
        print(folder / name)
