"""What git says when another computer, a hook or a lock is in the way, told so that one knows what to do.

git runs in the locale C, so its words can be searched. What is not known is passed on in git's own words.
"""

import re
import subprocess
from collections.abc import Callable

from kic.core.pattern import pattern
from kic.errors import Changed, KicError, Locked, Refused, Unavailable
from kic.store.git_acting import UNANSWERED, said

_NO_NETWORK = pattern(
    r"could not resolve host|couldn't resolve|name or service not known|temporary failure in name resolution"
    r"|connection (?:refused|timed out|reset|closed)|network is unreachable|no route to host|failed to connect"
    r"|couldn't connect|operation timed out|operation too slow|could not connect|gnutls_handshake"
    r"|proxy.{0,40}(?:fail|refus|error)|unexpected disconnect|the remote end hung up",
    re.IGNORECASE,
)
_NOT_ALLOWED = pattern(
    r"authentication failed|terminal prompts disabled|could not read (?:username|password)|invalid username or password"
    r"|permission denied \(|permission to .* denied|http basic: access denied|requested url returned error: 40[13]"
    r"|access denied|invalid credentials|publickey|you are not allowed to|write access to repository not granted",
    re.IGNORECASE,
)
_UNKNOWN_HOST = pattern(r"host key verification failed|remote host identification has changed", re.IGNORECASE)
_CERTIFICATE = pattern(r"ssl certificate|certificate verif|server certificate", re.IGNORECASE)
_NOT_THERE = pattern(
    r"does not appear to be a git repository|repository not found|requested url returned error: 404"
    r"|project .* not found|repository '.*' (?:not found|does not exist)|unable to find remote helper"
    r"|no such file or directory",
    re.IGNORECASE,
)
_LOCK = pattern(
    r"\.lock': file exists|cannot lock ref|unable to create '.*\.lock'|another git process", re.IGNORECASE
)
_NO_ROOM = pattern(r"no space left|disk quota exceeded", re.IGNORECASE)
_BEHIND = pattern(
    r"\((?:non-fast-forward|fetch first|stale info|needs force|remote ref updated since checkout)\)"
)
_NO_IDENTITY = pattern(
    r"please tell me who you are|unable to auto-detect email|empty ident name", re.IGNORECASE
)


def failure(done: subprocess.CompletedProcess[bytes], *, address: str = "") -> KicError:
    """The exception for a git that failed; `address` is whom it was to speak with."""
    if done.returncode == UNANSWERED:
        return Unavailable(
            "git did not get on within five minutes and was ended; nothing was lost.",
            help="Look at the network and try again; on a terminal, kic waits as long as you like.",
        )
    words = said(done)
    for known, told in _TOLD:
        if known().search(words):
            return told(address, _shown(words))
    return unknown(done)


def unknown(done: subprocess.CompletedProcess[bytes]) -> Unavailable:
    """For what is not known: git's own words."""
    return Unavailable("git could not do this; nothing was lost. It says: {words}", words=_shown(said(done)))


def known(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether git's words tell what was in the way."""
    return done.returncode == UNANSWERED or any(each().search(said(done)) for each, _ in _TOLD)


def _locked(_address: str, words: str) -> KicError:
    return Locked(
        "git is at work here, or was interrupted: {words}. Nothing was changed.",
        help="Wait a moment and try again; if no other program is at work here, delete the file that is named.",
        words=words,
    )


def _no_room(_address: str, _words: str) -> KicError:
    return Unavailable(
        "There is no room left on the disk; nothing was changed.", help="Make room, and try again."
    )


def _unknown_host(address: str, _words: str) -> KicError:
    return Unavailable(
        "The computer {address} does not show the key that is known of it; nothing was sent to it.",
        help="Ask who looks after the shared repository whether its key is new, before you go on.",
        address=address,
    )


def _not_allowed(address: str, words: str) -> KicError:
    return Unavailable(
        "{address} asks who you are, or does not let you in; nothing was changed.",
        help="On a terminal kic lets git ask for name and password. Else ask who looks after the shared repository "
        "for access. What is recorded here stays recorded. git says: {words}",
        address=address,
        words=words,
    )


def _certificate(address: str, words: str) -> KicError:
    return Unavailable(
        "The certificate of {address} cannot be trusted here; nothing was sent to it.",
        help="Ask your computer centre; do not switch the check off. git says: {words}",
        address=address,
        words=words,
    )


def _no_network(address: str, words: str) -> KicError:
    return Unavailable(
        "{address} cannot be reached; nothing was changed.",
        help="Look at the network, then do the same again. What is recorded here stays recorded. git says: {words}",
        address=address,
        words=words,
    )


def _not_there(address: str, words: str) -> KicError:
    return Unavailable(
        "There is no repository at {address}, or none that you may see; nothing was changed.",
        help="Ask who looks after it for its address. git says: {words}",
        address=address,
        words=words,
    )


def _behind(_address: str, _words: str) -> KicError:
    return Changed(
        "Others have sent something in the meantime; nothing was sent.",
        help="kic get fetches it and joins it with what you have; then send again.",
    )


def _no_identity(_address: str, _words: str) -> KicError:
    return Unavailable(
        "git does not know under which name to record; nothing was recorded.",
        help='kic save --as "OFFICE <ADDRESS>" tells it once.',
    )


_TOLD: tuple[tuple[Callable[[], re.Pattern[str]], Callable[[str, str], KicError]], ...] = (
    (_LOCK, _locked),
    (_NO_ROOM, _no_room),
    (_UNKNOWN_HOST, _unknown_host),
    (_NOT_ALLOWED, _not_allowed),
    (_CERTIFICATE, _certificate),
    (_NO_NETWORK, _no_network),
    (_NOT_THERE, _not_there),
    (_BEHIND, _behind),
    (_NO_IDENTITY, _no_identity),
)
"""In this order: what git says of one thing may hold words of another."""


def hook_refused(done: subprocess.CompletedProcess[bytes]) -> Refused:
    """A hook of this computer has said no, with its own words."""
    return Refused(
        "A check that this computer runs before recording said no; nothing was recorded. It says: {words}",
        help="Do what it asks and try again; your files are as they were.",
        words=_shown(said(done) or done.stdout.decode("utf-8", "replace").strip()),
    )


_NOISE = re.compile(r"^(?:hint: .*|\s*|To \S.*|Everything up-to-date)$")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")
MOST = 600
"""Characters of git's words that are passed on."""


def _shown(words: str) -> str:
    lines = [line.rstrip() for line in words.splitlines() if not _NOISE.match(line)]
    joined = without_credentials(" · ".join(dict.fromkeys(lines)))
    return joined if len(joined) <= MOST else joined[: MOST - 1] + "…"


def without_credentials(words: str) -> str:
    """Addresses without the name and password that may stand in them."""
    return _CREDENTIALS.sub("", words)
