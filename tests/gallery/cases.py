"""The error gallery: one folder for each kind of finding, rendered exactly as `kic check` shows it.

A case is `CODE-slug/` with `bad/` and `good/`: files that are laid over the small good repository `_good/`.
What files cannot show stands in `bad.setup` or `good.setup`, one line each:

    remove PATH           take this file out of the shared repository
    copy FROM PATH        a file whose name no folder should have to bear
    repeat NUMBER PATH    its last line so often
    link PATH             a symbolic link stands there
    lock PATH             the system does not let anyone read it
    over FOLDER           these shared files lie between the good repository and the case's own
    open PATH             the private overlay may be read by others; PATH is `private`
    expose PATH           git does not ignore this file of the private overlay
    shallow HISTORY       the clone lacks older revisions; HISTORY is `history`
    signed LETTER PATH    a commit that changes this needs a signature, of which git says LETTER
    signers PATH          the base branch asks for signatures by the keys in this file

Files below `overlay/` are the private overlay's, and a case that holds a `message.txt` is one of a commit message. With
`committed/` the state is compared with that one, as `check` compares with the last commit; with `base/` or `base.setup` it
is judged as the change that leads there, as `check --base` does; `target/` are files that the base branch has got
meanwhile, `branch/` those of another branch, `earlier/` what was taken out before. A case of an
allocation problem holds a `problem.yaml` or `problem.pb` instead and needs no repository; one of a score sheet that comes back
holds a `marks.csv`, which is read into the shared repository, one of a list of the treasury's bookings a
`bookings.csv`, and one of a sheet of applications holds an
`applications.csv` or `applications.xlsx`, which is imported into the call of `_intake/`; one of a sheet of bodies that
comes back holds a `returned.csv`.

    python tests/gallery/cases.py    write every expected text and the README anew
"""

import datetime
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
if str(HERE.parents[1]) not in sys.path:
    sys.path.insert(0, str(HERE.parents[1]))

from kic.allocation.faults import faults  # noqa: E402
from kic.allocation.problem import Problem  # noqa: E402
from kic.core.diagnostic import Diagnostic  # noqa: E402
from kic.core.layout import is_of_state  # noqa: E402
from kic.core.plain_file import Closed, held  # noqa: E402
from kic.core.record import Entry  # noqa: E402
from kic.core.rule import ordered  # noqa: E402
from kic.core.snapshot import Snapshot  # noqa: E402
from kic.core.values import Moment  # noqa: E402
from kic.domain.calls import Call  # noqa: E402
from kic.domain.chapters import KINDS  # noqa: E402
from kic.domain.privacy.message import judge_message  # noqa: E402
from kic.domain.settings import FORMAT, Settings, Signatures  # noqa: E402
from kic.present.findings import render  # noqa: E402
from kic.present.language import speak  # noqa: E402
from kic.present.manual import first_sentence  # noqa: E402
from kic.repository.allocating import pose_pabulib  # noqa: E402
from kic.repository.forms.reading import read_form  # noqa: E402
from kic.repository.forms.taking import Answers, taken  # noqa: E402
from kic.repository.gate import Base, gate_findings  # noqa: E402
from kic.repository.id_laws import (  # noqa: E402
    Gone,
    Other,
    new_ids,
    past_not_seen,
    published_changed,
    reused,
    taken_twice,
)
from kic.repository.intake.importing import import_applications  # noqa: E402
from kic.repository.judging import judge  # noqa: E402
from kic.repository.laws import LAWS  # noqa: E402
from kic.repository.overlay import findings as overlay_findings  # noqa: E402
from kic.repository.overlay import snapshot_of  # noqa: E402
from kic.repository.scoring.reading import read_sheet  # noqa: E402
from kic.repository.sheets.incoming import read_back  # noqa: E402
from kic.repository.signatures.laws import (  # noqa: E402
    Signature,
    about_list,
    signature_findings,
)
from kic.repository.signatures.signers import signers  # noqa: E402
from kic.repository.treasury.reconciling import reconcile  # noqa: E402
from kic.sheets import read as read_workbook  # noqa: E402
from kic.store.git_differences import TouchedFile  # noqa: E402
from kic.store.reading.committed import blob_id  # noqa: E402
from kic.store.reading.convert import read_value  # noqa: E402
from kic.store.reading.load import load  # noqa: E402
from kic.store.reading.sources import name_faults, symlink  # noqa: E402

TODAY = datetime.date(2026, 11, 22)
LANGUAGES = ("de", "en")
PROBLEM = "problem.yaml"
PABULIB = "problem.pb"
SHEETS = ("applications.csv", "applications.xlsx")
MARKS = "marks.csv"
BOOKINGS = "bookings.csv"
RETURNED = "returned.csv"
FORM = "form.docx"
MESSAGE = "message.txt"
KEY = "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8"
PRIVATE = "overlay/"


class Outcome(NamedTuple):
    """What `check` says of one state."""

    diagnostics: list[Diagnostic]
    snapshot: Snapshot

    def shown(self, language: str) -> str:
        """The findings as text."""
        return render("text", self.diagnostics, self.snapshot, speak(language))


class Setup(NamedTuple):
    """Files as they would be read, and what the system says of them."""

    files: dict[str, bytes]
    links: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    opened: bool = False
    shallow: bool = False
    signed: tuple[tuple[str, str], ...] = ()
    signers: str | None = None

    def paths(self) -> list[str]:
        """Every regular file of the state, sorted."""
        return sorted(path for path in self.files if is_of_state(path))

    @property
    def overlay(self) -> dict[str, bytes]:
        """The files of the private overlay, by their paths in it."""
        return {p.removeprefix(PRIVATE): c for p, c in self.files.items() if p.startswith(PRIVATE)}

    def read(self, path: str) -> bytes:
        """Its bytes; OSError for one that is locked or not there."""
        if path in self.locked:
            raise PermissionError(13, "Permission denied", path)
        if path not in self.files:
            raise FileNotFoundError(2, "No such file or directory", path)
        return self.files[path]

    def faults(self) -> list[Diagnostic]:
        """Links and odd names, as listing a folder finds them."""
        folders: dict[str, list[str]] = {}
        for path in self.paths():
            folder, _, name = path.rpartition("/")
            folders.setdefault(folder, []).append(name)
        odd = [fault for folder, names in sorted(folders.items()) for fault in name_faults(folder, names)]
        return [*map(symlink, self.links), *odd]

    def beside(self) -> list[str]:
        """Every other file but the private overlay's, sorted."""
        return sorted(path for path in self.files if not is_of_state(path) and not path.startswith(PRIVATE))

    def contents(self, paths: Iterable[str]) -> dict[str, bytes | Closed]:
        """What these of them hold."""
        return {path: said for path in paths if (said := held(self.files[path])) is not None}

    @property
    def label(self) -> str:
        """It is no revision."""
        return ""


class Case(NamedTuple):
    """One folder of the gallery."""

    folder: Path

    @property
    def code(self) -> str:
        """The code of the finding that it shows."""
        return self.folder.name.partition("-")[0]

    @property
    def slug(self) -> str:
        """The finding's name."""
        return self.folder.name.partition("-")[2]

    def setup(self, side: str) -> Setup:
        """The shared good repository with this side of the case laid over it."""
        links: list[str] = []
        locked: list[str] = []
        exposed: list[str] = []
        signed: list[tuple[str, str]] = []
        listed: str | None = None
        opened = shallow = False
        source = self.folder / f"{side}.setup"
        lines = [line.split() for line in source.read_text("utf-8").splitlines()] if source.exists() else []
        shared = ["_good", *(line[1] for line in lines if line[0] == "over")]
        files = {path: content for folder in shared for path, content in tree(HERE / folder).items()}
        files |= tree(self.folder / side)
        for line in lines:
            match line:
                case ["over", _]:
                    pass
                case ["remove", path]:
                    del files[path]
                case ["copy", source, path]:
                    files[path] = files[source]
                case ["repeat", number, path]:
                    last = files[path].splitlines(keepends=True)[-1]
                    files[path] += last * (int(number) - 1)
                case ["link", path]:
                    del files[path]
                    links.append(path)
                case ["lock", path]:
                    locked.append(path)
                case ["expose", path]:
                    exposed.append(path)
                case ["open", "private"]:
                    opened = True
                case ["shallow", "history"]:
                    shallow = True
                case ["signed", letter, path]:
                    signed.append((letter, path))
                case ["signers", path]:
                    listed = path
                case _:
                    raise ValueError(f"{source}: {line}")
        beside = (tuple(links), tuple(locked), tuple(exposed), opened, shallow, tuple(signed), listed)
        return Setup(files, *beside)

    def outcome(self, side: str) -> Outcome:
        """What `check`, or `allocate` of a problem, says of `bad` or `good`."""
        problem = self.folder / side / PROBLEM
        if problem.exists():
            return judged_problem(problem.read_bytes())
        pabulib = self.folder / side / PABULIB
        if pabulib.exists():
            posed = pose_pabulib(pabulib.read_bytes(), PABULIB)
            return Outcome(ordered(posed.findings, posed.snapshot), posed.snapshot)
        message = self.folder / side / MESSAGE
        if message.exists():
            found, state = judge_message(MESSAGE, message.read_bytes())
            return Outcome(found, state)
        committed = None
        if (self.folder / "committed").exists() or (self.folder / "committed.setup").exists():
            committed = load(self.setup("committed"), KINDS, newest=FORMAT)
        snapshot = load(self.setup(side), KINDS, newest=FORMAT, committed=committed)
        if (self.folder / "base").exists() or (self.folder / "base.setup").exists():
            return self._of_change(side)
        marks = self.folder / side / MARKS
        if marks.exists():
            found = read_sheet(snapshot, read_workbook(marks.read_bytes(), MARKS), TODAY)
            return Outcome(ordered(found.findings, snapshot), snapshot)
        if (self.folder / side / BOOKINGS).exists():
            return judged_bookings(snapshot, self.setup(side).files[BOOKINGS])
        if (self.folder / side / RETURNED).exists():
            book = read_workbook(self.setup(side).files[RETURNED], RETURNED)
            came = read_back(snapshot, "body", [book])
            return Outcome(ordered(came.findings, snapshot), snapshot)
        if (self.folder / side / FORM).exists():
            return judged_form(snapshot, self.setup(side).files[FORM])
        for sheet in SHEETS:
            if (self.folder / side / sheet).exists():
                return judged_import(snapshot, self.setup(side).files[sheet], sheet)
        return Outcome(list(judge(snapshot, TODAY, self._beside(side, snapshot)).diagnostics), snapshot)

    def _of_change(self, side: str) -> Outcome:
        """What `check --base` says of the change from `base` to this side."""
        before, after = self.setup("base"), self.setup(side)
        differing = {
            path: content for path, content in before.files.items() if after.files.get(path) != content
        }
        state = load(before, KINDS, newest=FORMAT)
        parted = Snapshot({p: e for p, e in state.entries.items() if p in differing}, files=before.paths())
        snapshot = load(after, KINDS, newest=FORMAT, committed=parted)
        touched = tuple(
            TouchedFile(
                path, 0o100644 if path in before.files else None, 0o100644 if path in after.files else None
            )
            for path in sorted({*before.files, *after.files})
            if before.files.get(path) != after.files.get(path)
        )
        settings = state.only(Settings)
        more = gate_findings(snapshot, Base("base", settings, touched))
        more += published_changed(
            snapshot, {path: blob_id(content) for path, content in before.files.items()}
        )
        new = new_ids(parted, snapshot)
        others = [
            Other((name,), path, content, folder == "target")
            for folder, name in (("target", "main"), ("branch", "antrag-anna"))
            for path, content in tree(self.folder / folder).items()
        ]
        more += taken_twice(new, others)
        more += reused(
            new, (Gone(*each, "0123456789abcdef") for each in tree(self.folder / "earlier").items())
        )
        more += [past_not_seen()] if after.shallow and new else []
        more += signature_findings(
            [Signature("0123456789abcdef", TODAY, (path,), letter, KEY) for letter, path in after.signed]
        )
        if after.signers is not None:
            content = after.files.get(after.signers)
            listed = signers(content, TODAY) if content is not None else None
            more += about_list(Signatures(signers=after.signers), listed)
        return Outcome(list(judge(snapshot, TODAY, more, weighed_by=settings).diagnostics), snapshot)

    def _beside(self, side: str, snapshot: Snapshot) -> list[Diagnostic]:
        """What is wrong with the private overlay, where the case has one."""
        setup = self.setup(side)
        if not setup.overlay:
            return []
        overlay = snapshot_of(setup.overlay)
        return overlay_findings(overlay, snapshot, in_git=setup.exposed, is_open=setup.opened)

    def expected(self, language: str) -> Path:
        """The file with the exact text."""
        return self.folder / f"expected.{language}.txt"


def judged_import(snapshot: Snapshot, source: bytes, name: str) -> Outcome:
    """What is said of a sheet of applications to the call that is open."""
    call = snapshot.get(Call, "2026-2")
    assert call is not None
    found = import_applications(snapshot, call, read_workbook(source, name))
    return Outcome(ordered(found.findings, snapshot), snapshot)


def judged_form(snapshot: Snapshot, source: bytes) -> Outcome:
    """What is said of a form that came back."""
    answers = Answers(received=Moment.parse("2026-11-20T12:00"), on=TODAY)
    found = taken(snapshot, [read_form(snapshot, source, FORM, on=TODAY)], answers)
    return Outcome(ordered(found.findings, snapshot), snapshot)


def judged_bookings(snapshot: Snapshot, source: bytes) -> Outcome:
    """What is said of a list of the treasury's bookings."""
    found = reconcile(snapshot, read_workbook(source, BOOKINGS), role="r-buchung")
    return Outcome(ordered(found.findings, snapshot), snapshot)


def judged_problem(source: bytes) -> Outcome:
    """What is said of an allocation problem that stands in a file."""
    problem, found, locate = read_value(source, PROBLEM, Problem)
    if problem is not None:
        found += faults(problem, PROBLEM)
    snapshot = Snapshot({PROBLEM: Entry(path=PROBLEM, source=source, kind="problem", locate=locate)})
    return Outcome(ordered(found, snapshot), snapshot)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path; none if there is no such folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def cases() -> Iterator[Case]:
    """Every case, by code."""
    return (Case(folder) for folder in sorted(HERE.glob("KIC*")) if folder.is_dir())


CHAPTERS = (
    (0, "Reading a file"),
    (60, "Records among each other"),
    (80, "Personal data"),
    (90, "Allocation problems"),
    (100, "Settings"),
    (150, "What is known"),
    (160, "Forms and texts"),
    (200, "Concept"),
    (300, "Committee"),
    (400, "Calls"),
    (500, "Applications"),
    (600, "Scores"),
    (700, "Meetings and decisions"),
    (800, "Notices"),
    (850, "Payments"),
    (900, "Reports of the grantees"),
    (950, "Accounts"),
    (970, "The public site and publications"),
)
"""Headings of the README, each with the first number that belongs to it."""


def readme() -> str:
    """Every finding with its law and an example, for people who want to see them all."""
    laws = {law.code: law for law in LAWS}
    english = speak("en")
    lines = [
        "# Every finding of kic",
        "",
        "One example of each, exactly as `kic check` shows it. Generated by `python tests/gallery/cases.py`;",
        "each folder beside this file holds the same example wrong (`bad/`) and right (`good/`).",
    ]
    begun = -1
    for case in cases():
        law = laws[case.code]
        chapter = max(first for first, _ in CHAPTERS if first <= int(case.code[3:]))
        if chapter != begun:
            lines += ["", f"## {dict(CHAPTERS)[chapter]}"]
            begun = chapter
        shown = case.expected("en").read_text("utf-8").rpartition("\n\n")[0]
        first = shown.split("\n\n")[0]
        lines += ["", f"### {case.code} {law.slug}", "", first_sentence(law, english)]
        lines += ["", "```text", first, "```"]
    return "\n".join(lines) + "\n"


def update() -> None:
    """Write what is shown now as what is expected."""
    for case in cases():
        outcome = case.outcome("bad")
        for language in LANGUAGES:
            case.expected(language).write_text(outcome.shown(language), "utf-8", newline="\n")
    (HERE / "README.md").write_text(readme(), "utf-8", newline="\n")


if __name__ == "__main__":
    update()
