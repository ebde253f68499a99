"""Files that are no records: texts, which are searched like records, and documents, which cannot be.

They lie beside the records that they came in with, or anywhere else in a repository where git keeps them.
"""

import functools
from collections.abc import Iterator, Mapping

from kic.core.coherence import is_stray, named_by_no_record
from kic.core.diagnostic import Severity
from kic.core.layout import PUBLISHED, RECORD_FOLDERS
from kic.core.pattern import pattern
from kic.core.place import Place
from kic.core.plain_file import Closed, held
from kic.core.rule import Finding, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.settings import Settings

FINGERPRINT = pattern(rb"(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])")
"""What a call or a decision was made from, or a program is known by. It has the shape of account and tax numbers."""
_DIGITS = bytes.maketrans(b"0123456789abcde", b"f" * 15)
_DOCUMENTS = (
    ".doc", ".docm", ".docx", ".dot", ".dotm", ".dotx", ".odt", ".ott", ".pages",
    ".xls", ".xlsb", ".xlsm", ".xlsx", ".xltx", ".ods", ".numbers", ".accdb", ".mdb",
    ".ppt", ".pptx", ".odp", ".pdf", ".tif", ".tiff", ".msg", ".pst", ".7z", ".rar", ".zip",
)  # fmt: skip
"""How the names of documents end that kic cannot look into, or that hold more than it would see of them."""
_NOT_OURS = ("private/", ".kic/")
"""That these are in git at all is a finding of its own (KIC085, KIC115)."""


@functools.lru_cache(maxsize=1)  # six rules ask
def texts_of(repository: Snapshot) -> tuple[tuple[str, bytes], ...]:
    """Every text that is no record and was written here, as UTF-8, by its path; none of the office's templates.

    Fingerprints are blotted out, for none of them is anybody's number: lists of programs hold thousands.
    """
    all_ = _written(repository).items()
    return tuple((path, _blotted(said)) for path, said in all_ if not isinstance(said, Closed))


@functools.lru_cache(maxsize=1)
def _written(repository: Snapshot) -> Mapping[str, bytes | Closed]:
    """What every file holds that is no record, picture or document: a text, or why it cannot be searched."""
    found_: dict[str, bytes | Closed] = {}
    for path in repository.files:
        if path.startswith(RECORD_FOLDERS) and path not in repository.entries and _is_searched(path):
            content = repository.content(path)
            said = held(content) if content is not None else Closed.UNREADABLE
            if said is not None:
                found_[path] = said
    return {**found_, **repository.contents_beside(each for each in beside(repository) if _is_searched(each))}


def _blotted(content: bytes) -> bytes:
    if b"f" * 64 in content.translate(_DIGITS):  # hardly any has one; to look takes a twentieth of the time
        return FINGERPRINT().sub(b"|" * 64, content)
    return content


def _is_searched(path: str) -> bool:
    return not path.startswith(PUBLISHED) and not path.lower().endswith(_DOCUMENTS)


def beside(repository: Snapshot) -> tuple[str, ...]:
    """The files that git keeps beside the state, but for programs that share the folder with it (`program_folders`).

    A change does not say itself where nobody looks for what it brings.
    """
    settings = repository.counting(Settings)
    folders = settings.program_folders if settings is not None else ()
    left_out = (*_NOT_OURS, *(f"{each}/" for each in folders))
    return tuple(path for path in repository.beside if not path.startswith(left_out))


_CLOSED: dict[Closed | None, Text] = {
    None: text("this document cannot be searched for personal data, and no record names it"),
    Closed.TOO_LARGE: text(
        "this file is longer than 1 MB, so it is not searched for personal data, and no record names it"
    ),
    Closed.NO_TEXT: text(
        "this file is no text that can be searched for personal data, and no record names it"
    ),
    Closed.UNREADABLE: text(
        "this file cannot be read, so it is not searched for personal data, and no record names it"
    ),
}


def why_closed(path: str, content: bytes, repository: Snapshot) -> Text | None:
    """Why what a file held cannot be searched, of one that this state has no more; None where it can, or need not."""
    settings = repository.counting(Settings)
    folders = settings.program_folders if settings is not None else ()
    if path.startswith((PUBLISHED, *_NOT_OURS, *(f"{each}/" for each in folders))) or is_stray(path):
        return None
    said = held(content)
    if path.lower().endswith(_DOCUMENTS):
        return _CLOSED[None]
    return _CLOSED[said] if isinstance(said, Closed) else None


_ELSEWHERE = text("keep it outside of git; if it names no person, name it in its record or in waivers")
_TEXT = text(
    "if it is a text, save it as UTF-8; else keep it outside of git, or, if it names no person, name it in its record"
    " or in waivers"
)


@rule("KIC078", "closed-document", Severity.WARNING)
def closed_document(repository: Snapshot) -> Iterator[Finding]:
    """No document lies in the repository that cannot be searched for personal data and that no record names.

    Meant are files of word processors, spreadsheets and mail programs, PDF, scans, archives, recordings, and texts
    that are longer than 1 MB or in an encoding that is not known: beside the folders of records as far as git keeps
    them, and below `reports/`. Pictures and fonts are not meant.

    Why: A letter or a list of participants in such a file holds names, addresses and bank details. kic does not look
    into it, many people copy a repository, and the history keeps what is taken out later.

    Fix: Move the document to the office's own files, outside of this folder. Was it recorded before, `kic save` with
    its name records that it is gone; was it only added with git, `git rm --cached` takes it out of what would be
    recorded. Save a text as UTF-8. A document without persons that belongs to a record is named there; one that belongs
    to no record, such as a printed concept, is accepted in `waivers`, with the reason.

    Source: GDPR, Art. 5 (data minimisation); rule of kic: persons live in a private overlay.
    """
    here = (path for path in repository.files if path.startswith("reports/"))
    closed: dict[str, Closed | None] = {
        path: None
        for path in (*here, *beside(repository))
        if path.lower().endswith(_DOCUMENTS) and not path.startswith(PUBLISHED)
    }
    closed |= {
        path: said
        for path, said in _written(repository).items()
        if isinstance(said, Closed) and not is_stray(path)  # which is a finding of its own (KIC064)
    }
    for path in named_by_no_record(repository, closed):
        yield found(
            Place(path),
            (),
            _CLOSED[closed[path]],
            help=_TEXT if closed[path] is Closed.NO_TEXT else _ELSEWHERE,
        )
