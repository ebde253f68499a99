"""Where Ctrl-C has to wait: for moments that an interruption would leave half done, with nobody to put it right."""

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Lets Ctrl-C wait until the end of the block, and goes over to a child process that begins in it.

    Windows has no such thing, and an interruption there comes when it comes.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)  # raises KeyboardInterrupt if it was pressed
