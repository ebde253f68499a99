"""The files that documents and pages are made with, as they come with kic: each can be replaced by one of the office.

Fonts are not among them, to which an office adds its own, nor the style of pictures, which is never replaced.
"""

import functools
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "templates"
_ENDINGS = (".j2", ".css", ".js", ".typ", ".docx")
_APART = ("ci", "chart.css")
"""Files that `kic init` writes, and the style of pictures: nothing replaces them."""


@functools.cache
def names() -> tuple[str, ...]:
    """Their names below `templates/`, sorted."""
    return tuple(
        sorted(
            name.as_posix()
            for name in (path.relative_to(_FOLDER) for path in _FOLDER.rglob("*"))
            if name.suffix in _ENDINGS and name.parts[0] not in _APART
        )
    )


def content(name: str) -> bytes:
    """The file of one of these names; raises KeyError for any other."""
    if name not in names():
        raise KeyError(name)
    return (_FOLDER / name).read_bytes()
