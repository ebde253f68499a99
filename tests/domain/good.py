"""The small good repository of the gallery, changed in single places."""

from pathlib import Path

GOOD = Path(__file__).resolve().parent.parent / "gallery/_good"


def good() -> dict[str, str]:
    """Its files by path, as text."""
    return {
        path.relative_to(GOOD).as_posix(): path.read_text("utf-8")
        for path in sorted(GOOD.rglob("*"))
        if path.is_file()
    }


def changed(*edits: tuple[str, str, str]) -> dict[str, str]:
    """The good repository with `(path, old, new)` replaced once each; an empty old text adds at the end."""
    files = good()
    for path, old, new in edits:
        if old:
            assert files[path].count(old) >= 1, (path, old)
            files[path] = files[path].replace(old, new, 1)
        else:
            files[path] = files.get(path, "") + new
    return files
