"""Why the operating system refused something, in words that can be translated."""

import errno

from kic.core.text import Text, text

REASONS: dict[int, Text] = {
    errno.ENOENT: text("No such file or directory"),
    errno.EACCES: text("Permission denied"),
    errno.EPERM: text("Operation not permitted"),
    errno.EISDIR: text("Is a directory"),
    errno.ENOTDIR: text("Not a directory"),
    errno.EEXIST: text("File exists"),
    errno.ENOSPC: text("No space left on device"),
    errno.EDQUOT: text("Disk quota exceeded"),
    errno.EROFS: text("Read-only file system"),
    errno.EBUSY: text("Device or resource busy"),
    errno.EFBIG: text("File too large"),
    errno.ENAMETOOLONG: text("File name too long"),
    errno.ELOOP: text("Too many levels of symbolic links"),
    errno.EIO: text("Input/output error"),
    errno.EMFILE: text("Too many open files"),
    errno.EINVAL: text("Not an ordinary file, or not made for this"),
    errno.ENXIO: text("Not an ordinary file"),
    errno.ENODEV: text("Not an ordinary file"),
    errno.ETIMEDOUT: text("No answer in time"),
    errno.ESTALE: text("The network drive has lost this file; open the folder anew"),
    errno.EHOSTDOWN: text("The other computer does not answer"),
    errno.ENETUNREACH: text("No way to the network"),
}
"""What the usual errors are called; the system itself words them in its own language."""


_HELD = frozenset({32, 33})
"""Windows' numbers for a file, or a part of it, that another program holds."""


def reason_of(error: OSError) -> Text | str:
    """The error's reason: one of ours where its number is known, else what the system says."""
    if getattr(error, "winerror", None) in _HELD:
        return text("another program has this file open; close it there and try again")
    return REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__
