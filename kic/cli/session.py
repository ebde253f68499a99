"""One run of kic: where it looks, what day it is, and how it talks."""

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kic.cli import words
from kic.cli.early import find_root
from kic.core.layout import SETTINGS
from kic.core.text import Text, text
from kic.errors import Refused, Unavailable, UsageError
from kic.present.language import Language
from kic.present.safe import write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kic.core.diagnostic import Diagnostic
    from kic.core.snapshot import Snapshot
    from kic.repository.repository import Repository
    from kic.store.reading.ahead import Ahead


class Session:
    """The state of one run. Data and talk go out through it, and only here the clock is read."""

    def __init__(
        self,
        *,
        folder: str | None = None,
        today: datetime.date | None = None,
        no_input: bool = False,
        color: str = "auto",
    ) -> None:
        self.folder = Path(folder) if folder else Path()
        self._today = today
        self.no_input = no_input
        self._color = color
        self._repository: Repository | None = None
        self._ahead: Ahead | None = None
        self._as_of: datetime.date | None = None
        self._told_day = False

    # -- surroundings --------------------------------------------------------------------------------

    @property
    def language(self) -> Language:
        """The language of this run."""
        return words.language()

    @property
    def today(self) -> datetime.date:
        """The day that is looked at (`--as-of`), else `--today`, else the day on the local clock."""
        return self._as_of or self._calendar

    @property
    def _calendar(self) -> datetime.date:
        return self._today or datetime.date.today()  # noqa: DTZ011  # the office's own day is meant

    @property
    def now(self) -> datetime.datetime:
        """The time for the operation log; on `--today`, if that was given."""
        now = datetime.datetime.now().replace(microsecond=0)  # noqa: DTZ005
        return now if self._today is None else datetime.datetime.combine(self._today, now.time())

    @property
    def global_options(self) -> tuple[str, ...]:
        """The global options of this run, for another command of the same run."""
        found: tuple[str, ...] = ("-C", str(self.folder)) if self.folder != Path() else ()
        if self._today is not None:
            found += ("--today", self._today.isoformat())
        return (*found, *(("--no-input",) if self.no_input else ()), "--color", self._color)

    def colors(self, stream: TextIO) -> bool:
        """Whether to colour this stream: `--color`, then NO_COLOR and FORCE_COLOR, then the terminal."""
        if self._color in ("always", "never"):
            return self._color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return stream.isatty() and os.environ.get("TERM") != "dumb"

    @property
    def width(self) -> int:
        """Columns of the terminal; 100 where the output is no terminal."""
        return self.columns(sys.stdout) or 100

    def columns(self, stream: TextIO) -> int | None:
        """Columns in which sentences are broken on this stream; None where it is no terminal: a line each then."""
        if not stream.isatty():
            return None
        import shutil  # noqa: PLC0415

        return min(shutil.get_terminal_size((100, 24)).columns, 120)

    @property
    def root_or_none(self) -> Path | None:
        """The root of the repository, found upwards; None if there is none."""
        return find_root(self.folder)

    def read_ahead(self) -> None:
        """Begins to read the records beside this process: for a command that needs all of them and writes nothing."""
        root = self.root_or_none
        if root is not None and self._repository is None:
            from kic.store.reading.ahead import begin  # noqa: PLC0415  # commands that do not read have no use for it

            self._ahead = begin(root)

    def reopened(self) -> "Repository":
        """The repository read anew, after something was written."""
        self._repository = None
        return self.repository

    @property
    def repository(self) -> "Repository":
        """The repository of this run; its root is found upwards. Raises Unavailable if there is none."""
        if self._repository is None:
            from kic.repository.repository import Repository  # noqa: PLC0415

            if not self.folder.is_dir():
                raise Unavailable("{folder} is not a folder.", folder=self.folder)
            root = find_root(self.folder)
            if root is None:
                self._refuse_lost()
                raise Unavailable(
                    "There is no repository here: no kic.yaml in {folder} or above it.",
                    help="Go into a repository or name it with -C DIR; kic init begins one, kic demo shows one.",
                    folder=self.folder.absolute(),
                )
            ahead, self._ahead = self._ahead, None
            self._repository = Repository(root, today=self._calendar, as_of=self._as_of, ahead=ahead)
        return self._repository

    @property
    def lost(self) -> Path | None:
        """The folder upwards that holds a repository without its kic.yaml."""
        from kic.repository.sharing.by_hand import without_settings  # noqa: PLC0415  # seldom asked

        return without_settings(self.folder)

    def _refuse_lost(self) -> None:
        """Says of a repository whose kic.yaml is gone how it comes back. Raises Unavailable."""
        root = self.lost
        if root is None:
            return
        from kic.store.git import head_tree  # noqa: PLC0415

        raise Unavailable(
            "kic.yaml, which makes a folder a repository of kic, is gone from {folder}; all other files are untouched.",
            help="kic undo kic.yaml gives it back as it was recorded last."
            if head_tree(root, SETTINGS)
            else "It was never recorded, so it comes back only from the recycle bin, a backup or somebody's copy; else "
            "kic init makes a new one in an empty folder, to be moved here.",
            folder=root,
        )

    def open_lost(self) -> None:
        """From here on a repository without its kic.yaml is worked on, so that it can be given back."""
        from kic.repository.repository import Repository  # noqa: PLC0415

        if self.root_or_none is None and (root := self.lost) is not None:
            self._repository = Repository(root, today=self._calendar)

    def look_on(self, day: datetime.date | None, *, told: bool = False) -> None:
        """From here on the repository is what was in force on this day, if one is given, and that day is today.

        What is written out says so on top, unless it is `told` there already. For commands that only look.
        """
        self._as_of = day
        self._told_day = told
        self._repository = None

    def judge_from(self, base: str) -> None:
        """From here on what is there, and what is written to it, is a change since this state, whose templates count.

        Raises UsageError for a name that means no state.
        """
        self._repository = self.repository.against(base)

    def _tell_day(self, stream: TextIO) -> None:
        """Which day is looked at, once, above everything else."""
        if self._as_of is not None and not self._told_day:
            self._told_day = True
            from kic.cli.as_of import sentences  # noqa: PLC0415

            write(
                stream,
                "".join(f"{self.language.say(each)}\n" for each in sentences(self.repository.in_force))
                + "\n",
            )

    # -- talking -------------------------------------------------------------------------------------

    def out(self, text: str) -> None:
        """Data: to standard output, with a line end."""
        self._tell_day(sys.stdout)
        write(sys.stdout, text if text.endswith("\n") else text + "\n")

    def out_raw(self, text: str) -> None:
        """Machine-readable data: to standard output, as it is."""
        stream = sys.stdout
        if hasattr(stream, "buffer"):
            stream.flush()
            stream.buffer.write(text.encode("utf-8", "surrogatepass"))
            stream.buffer.flush()
        else:
            stream.write(text)

    def data(self, text: str) -> None:
        """Machine-readable data; a terminal gets it with what could harm it made visible."""
        if sys.stdout.isatty():
            write(sys.stdout, text if text.endswith("\n") else text + "\n")
        else:
            self.out_raw(text)

    def json(self, command: str, data: Any, **more: Any) -> None:
        """The JSON object of docs/interface.md, section 5."""
        from kic.present.envelope import json_object  # noqa: PLC0415

        if self._as_of is not None:
            from kic.cli.as_of import heading_data  # noqa: PLC0415

            self._told_day = True
            more["as_of"] = heading_data(self.repository.in_force)
        self.data(json_object(command, data, **more))

    def talk(self, sentence: Text | str) -> None:
        """Talk: to standard error."""
        self._tell_day(sys.stderr)
        write(sys.stderr, self.language.say(sentence) + "\n")

    def show_findings(self, findings: "Iterable[Diagnostic]", state: "Snapshot") -> None:
        """Findings with the lines of this state: to standard error; nothing where there are none."""
        if shown := tuple(findings):
            from kic.present.findings import render  # noqa: PLC0415

            color, columns = self.colors(sys.stderr), self.columns(sys.stderr)
            write(sys.stderr, render("text", shown, state, self.language, color=color, columns=columns))

    def json_findings(self, command: str, findings: "Iterable[Diagnostic]", state: "Snapshot") -> None:
        """The JSON of a command that its findings keep from going on."""
        from kic.present.findings_json import as_json  # noqa: PLC0415
        from kic.present.findings_report import Report  # noqa: PLC0415

        self.data(as_json(Report.of(tuple(findings), state, self.language), command=command))

    def next_step(self, step: str) -> None:
        """The command that usually comes next; said on a terminal only, so that scripts stay undisturbed.

        Not where another day is looked at: what came next then has been done, or is not due yet.
        """
        if self.says_next:
            self.talk(text("Next: {step}", step=step))

    @property
    def says_next(self) -> bool:
        """Whether somebody reads which command comes next."""
        return self._as_of is None and bool(sys.stderr.isatty() or os.environ.get("KIC_NEXT"))

    @property
    def can_ask(self) -> bool:
        """Whether somebody sees a question and can answer it: no `--no-input`, and a terminal both ways."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def line(self, question: str) -> str:
        """What the person types behind the question, without blanks around it.

        Raises KeyboardInterrupt at the end of input (Ctrl-D), as Ctrl-C does, and UnicodeDecodeError.
        """
        write(sys.stderr, question + " ")
        sys.stderr.flush()
        typed = sys.stdin.buffer.readline()
        if not typed:
            raise KeyboardInterrupt
        return typed.decode(sys.stdin.encoding).strip()

    def confirm(self, question: Text, *, yes: bool) -> None:
        """Asks, unless `--yes` answered. Raises Refused on no, UsageError where nobody can answer."""
        if yes:
            return
        if not self.can_ask:
            raise UsageError(
                "This needs an answer, and there is no terminal to ask on.",
                help="Answer with --yes, or look at what would be written with --dry-run.",
            )
        try:
            answer = self.line(f"{self.language.say(question)} {words._('[y/N]')}").casefold()
        except UnicodeDecodeError:
            answer = ""
        if answer not in ("y", "yes", "j", "ja"):
            raise Refused("Nothing was written.")
