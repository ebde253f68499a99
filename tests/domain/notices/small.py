"""A small decided call with one award and one refusal: the gallery's, with single files changed or added."""

import datetime

from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.notices import Notice, Objection
from kic.domain.rules import RULES
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.gallery.cases import HERE, tree

TODAY = datetime.date(2026, 11, 22)
FOLDER = "applications/2025-2"
AWARD, REFUSAL = "2025-2-001-n1", "2025-2-002-n1"
MINE = range(800, 850)


def files(**changed: str) -> dict[str, bytes]:
    """The shared files; `n2="..."` is a notice on the award's application, `o1` an objection against the refusal.

    `award` and `refusal` replace the two notices that are there.
    """
    found = {**tree(HERE / "_good"), **tree(HERE / "_noticed")}
    names = {"award": AWARD, "refusal": REFUSAL, "o1": "2025-2-002-o1", "o2": "2025-2-002-o2"}
    for name, text in changed.items():
        id_ = names.get(name, f"2025-2-001-{name}")
        found[f"{FOLDER}/notices/{id_}.yaml"] = text.encode()
    return found


def read(**changed: str) -> Snapshot:
    """These files as a snapshot."""
    return load(Memory(files(**changed)), KINDS)


def text_of(id_: str) -> str:
    """A notice of the shared files as it stands."""
    return files()[f"{FOLDER}/notices/{id_}.yaml"].decode()


def award(steps: str = "", **edits: tuple[str, str]) -> str:
    """The award notice with other steps (`2025-07-21 issued role=r-leitung` a line), and single edits."""
    return _with(text_of(AWARD), steps, edits)


def refusal(steps: str = "", **edits: tuple[str, str]) -> str:
    """The refusal, likewise."""
    return _with(text_of(REFUSAL), steps, edits)


def _with(text: str, steps: str, edits: dict[str, tuple[str, str]]) -> str:
    if steps:
        text = text.partition("steps:\n")[0] + "steps:\n" + lines(steps)
    for old, new in edits.values():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def lines(steps: str) -> str:
    """`2025-07-21 posted channel=letter` as the YAML of a step, a line each."""
    written = ""
    for line in steps.strip().splitlines():
        date, event, *more = line.split()
        written += f"  - date: {date}\n    event: {event}\n"
        written += "".join(
            f"    {key}: {value}\n" for key, _, value in (each.partition("=") for each in more)
        )
    return written


def change(kind: str, steps: str, *, number: int = 2, **fields: str) -> str:
    """A notice that changes the award: its fields in this order, and steps as in `award`."""
    head = {
        "kind": "notice",
        "id": f"2025-2-001-n{number}",
        "invented": "true",
        "call": "2025-2",
        "application": "2025-2-001",
        "notice": kind,
        "changes": AWARD,
        **fields,
    }
    written = "".join(f"{key}: {value}\n" for key, value in head.items() if value)
    return written + ("steps:\n" + lines(steps) if steps else "")


def objection(received: str, steps: str = "", *, claim: str = "600.00", **fields: str) -> str:
    """An objection against the refusal."""
    head = "kind: objection\nid: 2025-2-002-o1\ninvented: true\ncall: 2025-2\napplication: 2025-2-002\n"
    head += f"against: {REFUSAL}\nreceived: {received}\n"
    head += "".join(f"{key}: {value}\n" for key, value in {"claim": claim, **fields}.items() if value)
    return head + ("steps:\n" + lines(steps) if steps else "")


def codes(today: datetime.date = TODAY, **changed: str) -> list[str]:
    """The codes that this chapter's rules find."""
    found = {each.law.code for each in run(RULES, read(**changed), today)}
    return sorted(code for code in found if int(code[3:]) in MINE)


def notice_of(repository: Snapshot, id_: str = AWARD) -> Notice:
    """A notice of a snapshot."""
    found = repository.get(Notice, id_)
    assert found is not None
    return found


def objection_of(repository: Snapshot) -> Objection:
    """Its objection."""
    found = repository.get(Objection, "2025-2-002-o1")
    assert found is not None
    return found


def day(spelling: str) -> datetime.date:
    """`2025-07-25`."""
    return datetime.date.fromisoformat(spelling)
