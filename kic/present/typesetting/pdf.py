"""PDF/UA-1 through typst: one compiler for all documents of a command, in an empty folder of its own.

The layout is a typst file (`paper.typ`), filled from JSON. Nothing is fetched, no font of the system is used and no
time is written, so that the same document is the same bytes on every machine.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kic.errors import Refused
from kic.present.charts import Charts
from kic.present.drawing import PAPER
from kic.present.language import Language
from kic.present.markdown import noted, pipe_table
from kic.present.safe import safe_line
from kic.present.typesetting.pandoc import Pandoc, missing

if TYPE_CHECKING:
    import typst

LAYOUTS = ("paper.typ", "letter.typ")
_SHIPPED = Path(__file__).parent.parent.parent / "templates"
_FONTS = _SHIPPED / "fonts"
CHART = re.compile(r"^!\[[^\n]*\]\((chart:([a-z0-9-]+))\)$", re.MULTILINE)
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_PICTURE_WIDTH = 640
"""How wide a chart is drawn, in its own pixels; the page scales it to the line."""
_SVG = "http://www.w3.org/2000/svg"
REGIONS = {"de": "DE", "en": "GB"}
"""What tells by which rules words of a language are parted."""


class Unshown(Refused):
    """A document has characters that none of the fonts has; the value `characters` names them."""


class Typesetter:
    """Makes PDF files; a context manager. `own` are the repository's templates and fonts by name, as bytes."""

    def __init__(self, own: Mapping[str, bytes] | None = None) -> None:
        try:
            import typst  # noqa: PLC0415  # the extra
        except ImportError:
            raise missing("typst") from None
        self._own = dict(own or {})
        self._folder = tempfile.TemporaryDirectory(prefix="kic-")
        self._root = Path(self._folder.name) / "root"
        self._root.mkdir()
        fonts = Path(self._folder.name) / "fonts"
        fonts.mkdir()
        for name, content in self._own.items():
            if name.startswith("fonts/"):
                (fonts / Path(name).name).write_bytes(content)
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts), str(_FONTS)]
        )
        families = sorted(set(found.families()))
        self._families = sorted(
            families, key=lambda name: name != "Noto Sans"
        )  # it comes first, others where it ends
        self._compiler: typst.Compiler = typst.Compiler(
            root=str(self._root), font_paths=found, ignore_system_fonts=True
        )
        for name in LAYOUTS:
            self._put(name, self._own[name] if name in self._own else (_SHIPPED / name).read_bytes())
        for name, content in self._own.items():
            if name.endswith((".svg", ".png")) and "/" not in name:
                self._put(name, content)  # a logo
        for layout in LAYOUTS:
            self._put(f"main-{layout}", f'#import "{layout}": paper\n#paper(include "body.typ")\n'.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def paper(
        self,
        source: str,
        charts: Charts,
        about: Mapping[str, Any],
        pandoc: Pandoc,
        letter: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The PDF of a document's Markdown; of a letter with its head (`letter` of the context).

        Raises Unshown for characters that no font has, and Refused where a layout fails, with its line.
        """
        language = charts.language
        landscape = bool(about.get("landscape"))

        def word(key: str) -> str:
            return safe_line(language.word(about.get(key) or ""))

        data = {
            "title": word("title"),
            "owner": word("owner"),
            "office": word("office"),
            "language": language.code,
            "region": REGIONS[language.code],
            "made": language.say("Made with kic from the records of the repository."),
            "contents": language.say("Contents"),
            "page": language.say("Page {n} of {total}", n="{n}", total="{total}"),
            "landscape": landscape,
            "fonts": self._families,
            "charts": {found[1]: self._chart(charts, found[2]) for found in CHART.finditer(source)},
        }
        source = CHART.sub(lambda found: found[0] + numbers(charts, found[2]), source)
        if letter is not None and letter["logo"] and letter["logo"] not in self._own:
            raise Refused(
                "The letterhead names the picture {file}, which is not in templates/.",
                help="Put it there, or correct letterhead.logo in kic.yaml.",
                file=letter["logo"],
            )
        if letter is not None:
            data["letter"] = head(letter, language)
            source = subject_on(source)
        self._put("data.json", json.dumps(data, ensure_ascii=False).encode())
        body = pandoc.typst(source, landscape=landscape)
        names = "picture, numbers, texts" if "#texts(" in body else "picture, numbers"
        self._put("body.typ", f'#import "paper.typ": {names}\n{body}'.encode())
        return self._compile("main-paper.typ" if letter is None else "main-letter.typ", "pdf")

    def pictures(self, charts: Charts, name: str) -> list[tuple[bytes, str]]:
        """A chart's pieces as PNG, each with the words that stand for it."""
        made = []
        for drawing, words in _pieces(charts, name):
            self._put("piece.svg", drawing.encode())
            self._put(
                "piece.typ",
                b"#set page(width: auto, height: auto, margin: 4pt)\n"
                b"#set document(date: none)\n"
                b'#image("piece.svg", width: 480pt)\n',
            )
            made.append((self._compile("piece.typ", "png"), words))
        return made

    def _chart(self, charts: Charts, name: str) -> dict[str, Any]:
        pieces = []
        for number, (drawing, words) in enumerate(_pieces(charts, name), 1):
            file = f"{name}-{number}.svg"
            self._put(file, drawing.encode())
            pieces.append({"file": file, "words": words})
        return {"title": charts.table(name).caption, "pieces": pieces}

    def _put(self, name: str, content: bytes) -> None:
        (self._root / name).write_bytes(content)

    def _compile(self, name: str, to: str) -> bytes:
        import typst  # noqa: PLC0415

        try:
            made: Any = self._compiler.compile(
                input=str(self._root / name),
                format=to,  # type: ignore[arg-type]
                pdf_standards=["ua-1"] if to == "pdf" else [],
                timestamp=0,
                ppi=144.0,
            )
        except typst.TypstError as error:
            unshown = tuple(dict.fromkeys(_UNSHOWN.findall(error.diagnostic)))
            if unshown:
                raise Unshown(
                    "No font has these characters: {characters}",
                    help="Put a font that has them into templates/fonts/ of the repository.",
                    characters=tuple(f"{each} (U+{ord(each[0]):04X})" for each in unshown),
                ) from None
            raise Refused(
                "The layout of the document failed: {reason}",
                help="Compare the layout in templates/ with the shipped one of the same name.",
                reason=_reason(error, self._root),
            ) from None
        if isinstance(made, list):
            made = made[0]
        assert isinstance(made, bytes)
        return made


def subject_on(source: str) -> str:
    """A letter from its subject on: what stands before it is the head, which the layout sets."""
    return source[max(source.find("\n# ") + 1, 0) :]


def head(letter: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The head of a letter as lines of text for the layout; control characters are made visible."""

    def line(value: Any) -> str:
        return safe_line(" ".join(language.word(value).split("\n")))

    information = [
        (language.say("File reference"), letter["file"]),
        (language.say("Application"), letter["application"]),
        (language.say("Office"), letter["office"]),
        (language.say("Telephone"), letter.get("telephone")),
        (language.say("E-mail"), letter["email"]),
    ]
    date = f"{letter['place']}, " if letter["place"] else ""
    return {
        "sender": line(letter["sender"]),
        "recipient": [line(each) for each in letter["recipient"]],
        "footer": [line(each) for each in letter["footer"]],
        "logo": letter["logo"],
        "color": letter["color"],
        "information": [
            *([line(label), line(value)] for label, value in information if value),
            [line(language.say("Date")), line(date) + language.date(letter["date"])],
        ],
    }


def numbers(charts: Charts, name: str) -> str:
    """What stands below a chart: its note, and its numbers as a table unless the document tells them anyway."""
    below = noted(charts, name)
    return below if charts.folded(name) else f"{below}\n\n{pipe_table(charts.table(name))}"


def _pieces(charts: Charts, name: str) -> list[tuple[str, str]]:
    """The drawings of a chart at a fixed width, each with its title and description as words.

    A pixel of paper lies around each: the edges of boxes at the margin are drawn half outside of it.
    """
    found = []
    for drawing in charts.svgs(name, PAPER):
        title, text = (
            re.sub(r"&(amp|lt|gt|quot|#x27);", _entity, re.search(rf"<{tag} [^>]*>([^<]*)<", drawing)[1])  # type: ignore[index]
            for tag in ("title", "desc")
        )
        fixed = drawing.replace('width="100%"', f'x="1" y="1" overflow="visible" width="{_PICTURE_WIDTH}"', 1)
        fixed = fixed.replace('font-family="sans-serif"', 'font-family="Noto Sans"')
        high = int(re.search(r' height="(\d+)"', drawing)[1])  # type: ignore[index]
        framed = f'<svg xmlns="{_SVG}" width="{_PICTURE_WIDTH + 2}" height="{high + 2}">\n{fixed}</svg>\n'
        found.append((framed, f"{title}. {text}"))
    return found


def _entity(found: re.Match[str]) -> str:
    return {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "#x27": "'"}[found[1]]


def _reason(error: "typst.TypstError", root: Path) -> str:
    """Where the layout failed and why, without the name of the temporary folder."""
    place = re.search(r"┌─ (?:\S*/)?([\w.-]+:\d+:\d+)", error.diagnostic)
    message = str(error.message).replace(str(root), "")
    return f"templates/{place[1]}: {message}" if place else message
