"""The entry point: settle the language, find the command, run it, turn what happens into an exit code."""

import atexit
import contextlib
import gc
import os
import sys
from collections.abc import Sequence

from kic import __version__


def run() -> None:
    """The program `kic`."""
    _open_closed_streams()
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # before there were words for it, or once more while they were said
        code = _INTERRUPTED
    _let_go_of_lost_readers()
    if sys.getprofile() or sys.gettrace():  # who watches a program has still to write down what was seen
        sys.exit(code)
    # Python would take down module after module and object after object before it ends: 5 of 200 ms for `check`.
    atexit._run_exitfuncs()  # noqa: SLF001  # what a library has left to do at the end is done
    os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Runs one command line and gives its exit code (docs/interface.md, section 3)."""
    # One command is a short life: hardly any cycles arise, and looking for them costs a tenth of the time.
    gc.set_threshold(2_000_000, 50, 50)
    from kic.cli.early import global_options, language_of  # noqa: PLC0415  # behind it, as all that takes long

    options = global_options(arguments)
    _use_utf8()
    if "--version" in options:
        try:
            return _version()
        except BrokenPipeError:
            return 0
        except OSError:
            pass  # it is tried once more below, where there are words for it
    _import_msgspec()
    from kic.cli import words  # noqa: PLC0415  # after --version, which needs none of it
    from kic.present.language import Language  # noqa: PLC0415

    words.settle(Language(language_of(options, os.environ)))
    from kic.cli.failing import guarded  # noqa: PLC0415

    return guarded(arguments, _version) if "--version" in options else guarded(arguments)


def _version(_: Sequence[str] = ()) -> int:
    sys.stdout.write(f"kic {__version__}\n")
    sys.stdout.flush()
    return 0


def _open_closed_streams() -> None:
    """A standard stream that the caller closed (`>&-`) leads nowhere; no file of kic's gets its number."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        pass
    os.close(handle)
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _let_go_of_lost_readers() -> None:
    """What could not be delivered is not tried again at the end of Python, which would end with 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


_STANDARD_ERROR = 2
_INTERRUPTED = 130
_WINDOWS = os.name == "nt"


def _import_msgspec() -> None:
    """Keeps msgspec from asking typing_extensions for what Python has had since 3.11: 7 of 160 ms of a `check`.

    Of an interruption msgspec's import makes nothing, and what it has not found then crashes Python where it is used.
    """
    name = "typing_extensions"
    if name in sys.modules:
        return
    from kic.core.undisturbed import undisturbed  # noqa: PLC0415  # --version needs none of it

    sys.modules[name] = None  # type: ignore[assignment]  # an import of it fails, and msgspec asks typing instead
    try:
        with undisturbed():
            import msgspec  # noqa: F401, PLC0415
    finally:
        del sys.modules[name]


def _use_utf8() -> None:
    """Output is UTF-8 everywhere, also on Windows and under LANG=C; what cannot be shown is escaped.

    On Windows input is UTF-8 too: what is piped into kic would else be read in the code page of the system (1252).
    """
    read = getattr(sys.stdin, "reconfigure", None)
    if read is not None and _WINDOWS:
        read(encoding="utf-8", errors="strict")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
