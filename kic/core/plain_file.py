"""Files that are no records, such as a letter or a list that somebody wrote: which of them are texts."""

LARGEST = 1_000_000
"""A longer file is no letter or list that somebody wrote."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def is_text(content: bytes) -> bool:
    """Whether these are the bytes of a text of no more than LARGEST; of UTF-16 only with its mark at the beginning."""
    return len(content) <= LARGEST and (b"\0" not in content or content[:2] in _UTF_16)


def in_utf_8(content: bytes) -> bytes:
    """A text in UTF-8; one in UTF-16 is known by its mark."""
    return content.decode("utf-16", "replace").encode() if content[:2] in _UTF_16 else content
