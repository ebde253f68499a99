"""Changes as one unified diff that `git apply` takes, byte for byte."""

from collections.abc import Iterable, Iterator

from kic.core.plan import Change

CONTEXT = 3
_MISSING_BREAK = b"\n\\ No newline at end of file\n"
_MOST = 52
"""Bytes in a line of a binary patch."""
_LETTERS = 26
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def unified(changes: Iterable[Change], below: str = "", *, binary: bool = True) -> bytes:
    """What the changes write, as `git diff --binary` would show it; empty for none.

    `below` is put before each path: the repository's place below git's top folder, `grants/`. Without it `git apply`
    passes over files in silence where the repository is not at the top. Without `binary`, for who only reads, a file
    that is no text is named and not spelled out.

    New and deleted files, carriage returns, a missing final line break and odd names come through exactly.
    """
    return b"".join(_file(change, below, binary) for change in changes if change.before != change.after)


def _file(change: Change, below: str, binary: bool) -> bytes:
    old, new = _name(f"a/{below}{change.path}"), _name(f"b/{below}{change.path}")
    head = [b"diff --git " + old + b" " + new]
    if change.before is None:
        head.append(b"new file mode 100644")
    elif change.after is None:
        head.append(b"deleted file mode 100644")
    if _is_binary(change.before) or _is_binary(change.after):
        return b"\n".join(head) + b"\n" + (_spelled_out(change) if binary else _named(change, old, new))
    hunks = b"".join(_hunks(_lines(change.before), _lines(change.after)))
    if hunks:
        tab = b"\t" if " " in below + change.path else b""  # git's own mark of where a name with blanks ends
        head.append(b"--- " + (b"/dev/null" if change.before is None else old + tab))
        head.append(b"+++ " + (b"/dev/null" if change.after is None else new + tab))
    return b"\n".join(head) + b"\n" + hunks


def _is_binary(content: bytes | None) -> bool:
    """Whether a content is no text, as git decides: it holds a zero byte."""
    return content is not None and b"\0" in content


def _named(change: Change, old: bytes, new: bytes) -> bytes:
    names = (b"/dev/null" if change.before is None else old, b"/dev/null" if change.after is None else new)
    return b"Binary files %s and %s differ\n" % names


def _spelled_out(change: Change) -> bytes:
    """Both contents in git's own spelling: compressed, in lines of up to 52 bytes, each with its length in front."""
    ids = b"index %s..%s\n" % (_blob(change.before), _blob(change.after))
    return ids + b"GIT binary patch\n" + _literal(change.after or b"") + _literal(change.before or b"")


def _literal(content: bytes) -> bytes:
    import zlib  # noqa: PLC0415
    from base64 import b85encode  # noqa: PLC0415

    packed = zlib.compress(content, 9)
    lines = [b"literal %d" % len(content)]
    for start in range(0, len(packed), _MOST):
        piece = packed[start : start + _MOST]
        length = len(piece)
        mark = length + (ord("A") - 1 if length <= _LETTERS else ord("a") - 1 - _LETTERS)
        lines.append(bytes([mark]) + b85encode(piece, pad=True))
    return b"\n".join(lines) + b"\n\n"


def _blob(content: bytes | None) -> bytes:
    from hashlib import sha1  # noqa: PLC0415

    if content is None:
        return b"0" * 40
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest().encode()


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
