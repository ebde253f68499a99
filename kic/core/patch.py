"""Changes as one unified diff that `git apply` takes, byte for byte."""

from collections.abc import Iterable, Iterator

from kic.core.plan import Change

CONTEXT = 3
_MISSING_BREAK = b"\n\\ No newline at end of file\n"
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def unified(changes: Iterable[Change], below: str = "") -> bytes:
    """What the changes write, as `git diff` would show it; empty for none.

    `below` is put before each path: the repository's place below git's top folder, `grants/`. Without it `git apply`
    passes over files in silence where the repository is not at the top.

    New and deleted files, carriage returns, a missing final line break and odd names come through exactly.
    """
    return b"".join(_file(change, below) for change in changes if change.before != change.after)


def _file(change: Change, below: str) -> bytes:
    old, new = _name(f"a/{below}{change.path}"), _name(f"b/{below}{change.path}")
    head = [b"diff --git " + old + b" " + new]
    if change.before is None:
        head.append(b"new file mode 100644")
    elif change.after is None:
        head.append(b"deleted file mode 100644")
    hunks = b"".join(_hunks(_lines(change.before), _lines(change.after)))
    if hunks:
        tab = b"\t" if " " in below + change.path else b""  # git's own mark of where a name with blanks ends
        head.append(b"--- " + (b"/dev/null" if change.before is None else old + tab))
        head.append(b"+++ " + (b"/dev/null" if change.after is None else new + tab))
    return b"\n".join(head) + b"\n" + hunks


def _lines(content: bytes | None) -> list[bytes]:
    """Lines with their line feeds; a carriage return is a character like others."""
    if not content:
        return []
    lines = [line + b"\n" for line in content.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
    import difflib  # noqa: PLC0415  # 3 ms that only a diff pays

    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        first, last = group[0], group[-1]
        yield b"@@ -%s +%s @@\n" % (_range(first[1], last[2]), _range(first[3], last[4]))
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                yield from (_line(b" ", line) for line in old[old_start:old_end])
                continue
            yield from (_line(b"-", line) for line in old[old_start:old_end])
            yield from (_line(b"+", line) for line in new[new_start:new_end])


def _range(start: int, end: int) -> bytes:
    """First line (counted from 1; the one before where there are none) and number of lines."""
    return b"%d,%d" % (start + (1 if end > start else 0), end - start)


def _line(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + _MISSING_BREAK


def _name(path: str) -> bytes:
    """The name as git spells it: quoted, with octal escapes, where it holds anything unusual."""
    raw = path.encode("utf-8", "surrogateescape")
    if all(32 <= byte < 127 and byte not in (34, 92) for byte in raw):  # noqa: PLR2004  # printable ASCII
        return raw
    spelled = "".join(
        f"\\{_ESCAPES[byte]}" if byte in _ESCAPES else chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"  # noqa: PLR2004
        for byte in raw
    )
    return f'"{spelled}"'.encode()
