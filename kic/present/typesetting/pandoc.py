"""pandoc, one process for all documents of a command: Markdown in, typst or DOCX out."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kic.errors import Refused, Unavailable

_SCRIPT = Path(__file__).with_name("convert.lua")
_LANDSCAPE = {"meta landscape": b"yes"}
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
"""What of the environment pandoc gets; the date in its files is fixed, so that they are the same each time."""
SECONDS = 30.0
"""How long one document may take; a paper of fourteen pages takes a twentieth of a second."""


def program() -> str:
    """The pandoc of the extra; raises Unavailable where it is not installed."""
    try:
        import pypandoc  # noqa: PLC0415  # part of the extra
    except ImportError:
        raise missing("pypandoc_binary") from None
    folder = Path(pypandoc.__file__).parent / "files"
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return str(folder / name)
    raise missing("pypandoc_binary")


def missing(package: str) -> Unavailable:
    """What is said where a part of the extra is not installed."""
    return Unavailable(
        "PDF and DOCX need the package {package}, which is not installed.",
        help='Install kic with documents: pipx install "kic[documents]", or pip install "kic[documents]".',
        package=package,
    )


class Pandoc:
    """A running pandoc; a context manager. Starting it does not wait, so start it before reading records."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        import subprocess  # noqa: PLC0415  # 8 ms that only documents pay

        self._seconds = seconds
        self._process = subprocess.Popen(
            [program(), "lua", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"SOURCE_DATE_EPOCH": "0"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def typst(self, markdown: str, *, landscape: bool = False) -> str:
        """The text as typst markup, for upright pages or `landscape`.

        Raises Refused where pandoc fails or takes too long.
        """
        return self._ask("typst", markdown, before=_LANDSCAPE if landscape else None).decode()

    def docx(
        self,
        markdown: str,
        *,
        language: str,
        reference: Path,
        pictures: Mapping[str, bytes] | None = None,
        landscape: bool = False,
    ) -> bytes:
        """A DOCX file in the styles of a reference file; `pictures` are PNG files by their name in the text."""
        before = {f"file {name}": content for name, content in (pictures or {}).items()}
        before["meta language"] = language.encode()
        before.update(_LANDSCAPE if landscape else {})
        return self._ask("docx", markdown, str(reference), before)

    def _ask(
        self, what: str, markdown: str, rest: str = "", before: Mapping[str, bytes] | None = None
    ) -> bytes:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(self._seconds, process.kill)
        timer.start()
        try:
            for named, content in (before or {}).items():
                kind, _, name = named.partition(" ")
                process.stdin.write(f"{kind} {len(content)} {name}\n".encode() + content)
            source = markdown.encode()
            process.stdin.write(f"{what} {len(source)} {rest}".rstrip().encode() + b"\n" + source)
            process.stdin.flush()
            outcome, answer = _answer(process.stdout)
        except (BrokenPipeError, ValueError):
            outcome, answer = "failed", b"pandoc ended"
        finally:
            timer.cancel()
        if outcome != "done":
            raise Refused(
                "The document cannot be converted: {reason}", reason=answer.decode("utf-8", "replace").strip()
            )
        return answer


def _answer(stream: IO[bytes]) -> tuple[str, bytes]:
    """One answer of the script; ValueError where the process ended before it was whole."""
    outcome, size = stream.readline().decode("ascii").split()
    answer = stream.read(int(size))
    if len(answer) != int(size):
        raise ValueError(outcome)
    return outcome, answer
