"""Small snapshots for tests of output: files as text, findings placed by their text."""

from kic.core.diagnostic import Diagnostic, Fix, Law, Related, Severity, diagnose
from kic.core.place import START, Place, Span
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money

UNKNOWN = Law(
    "KIC990",
    "unknown-reference",
    Severity.ERROR,
    """A reference names a record that exists.

    Why: a reference to nothing is a
    promise that nobody can keep.

    Fix: correct the id, or add the record.

    Source: Interface of kic, section 1.

        theme: t2
    """,
)
LATE = Law("KIC991", "late-update", Severity.WARNING, "A recommendation has an entry of the last 12 months.")
GAP = Law("KIC992", "known-gap", Severity.NOTE, "A gap is shown.")


def snapshot_of(files: dict[str, str | bytes]) -> Snapshot:
    """A snapshot of these files, each one record (of kind `theme`) whose place is the file's start."""
    entries = {}
    for path, content in files.items():
        source = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        entries[path] = Entry(
            path=path,
            source=source,
            kind="theme",
            id=path.rpartition("/")[2][:-5],
            locate=lambda _f, _a: START,
        )
    return Snapshot(entries)


def at(files: dict[str, str], path: str, words: str, *field: str | int) -> Place:
    """The place of the first occurrence of these words in a file."""
    before, found, _after = files[path].partition(words)
    assert found, words
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    inside = words.rpartition("\n")
    end = len(inside[2]) + 1 if inside[1] else column + len(words)
    return Place(path, field, span=Span(line, column, line + words.count("\n"), end))


def finding(
    place: Place, message: Text | str, *, law: Law = UNKNOWN, record: str | None = "t1", **more: object
) -> Diagnostic:
    """A finding with this sentence."""
    sentence = message if isinstance(message, Text) else Text(message)
    return diagnose(law, sentence, place, record=record, **more)  # type: ignore[arg-type]


FILES = {
    "concept/themes/t1.yaml": "# Bildung\nkind: theme\nid: t1\nedition: 2021\ntitle: Spracherwerb, Bildung\n",
    "concept/themes/t2.yaml": "kind: theme\r\nid: t2\r\nvision: >\r\n  Alle Menschen\r\n  sind\tda.\r\n",
    "applications/2026-1/call.yaml": "kind: call\nid: 2026-1\nmoney: {amount: 50000.00, reserve: 60000.00}\n",
}


def all_shapes() -> list[Diagnostic]:
    """One finding of every shape: with help, fix, related places, several lines, money, without a file."""
    money = "applications/2026-1/call.yaml"
    theme = "concept/themes/t1.yaml"
    return [
        finding(
            at(FILES, money, "60000.00", "money", "reserve"),
            text("The reserve of {reserve} exceeds {amount}.", reserve=Money(6000000), amount=Money(5000000)),
            law=LATE,
            record="2026-1",
            related=(Related(at(FILES, money, "50000.00", "money", "amount"), text("The money of the call.")),),
        ),
        finding(
            at(FILES, theme, "2021", "edition"),
            text("There is no edition {id}.", id="2021"),
            help=text("Did you mean {names}?", names=("2022",)),
            fix=Fix("2022"),
        ),
        finding(
            at(FILES, theme, "2021", "edition"), text("There is no edition {id}.", id="<2021> & \x1b[31m\r\u202e")
        ),
        finding(
            Place(theme, ("edition",), span=Span(5, 8, 6, 1)), text("A title: with, odd % signs."), law=LATE
        ),
        finding(Place("concept/themes/t2.yaml", ("vision",), span=Span(3, 9, 6, 1)), text("The vision is short."),
                law=GAP, record="t2"),
        finding(Place("concept/themes/t 7ü.yaml"), text("This file is missing."), record=None),
    ]  # fmt: skip
