"""The table of commands: name, module, one line of help. Modules are imported only when used.

Sections are what `kic --help` shows. A section has commands and groups; a group, such as `kic call`, has commands of
its own, each a module in the group's folder. A group without commands is not offered.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Command(NamedTuple):
    """A command: its module under `kic.cli.commands` and the message id of its line in the overview."""

    name: str
    module: str
    summary: str


class Group(NamedTuple):
    """A noun with commands of its own: `kic call open`; `summary` is a message id too."""

    name: str
    summary: str
    commands: tuple[Command, ...] = ()

    @property
    def by_name(self) -> "dict[str, Command | Group]":
        """The group's commands by their names."""
        return {command.name: command for command in self.commands}


class Section(NamedTuple):
    """A part of the overview: a title (a message id) and what stands under it."""

    title: str
    entries: tuple[Command | Group, ...]


def N_(id: str) -> str:  # noqa: A002, N802
    """Marks a message id for the catalogue; the words are found when it is shown."""
    return id


SECTIONS: tuple[Section, ...] = (
    Section(
        N_("Every day"),
        (
            Command("today", "today", N_("What is to be done, step by step; the same as kic alone")),
            Command("check", "check", N_("Find everything that is wrong, with place, law and remedy")),
            Command("explain", "explain", N_("The manual page of a finding")),
            Command(
                "overview",
                "overview",
                N_("Progress per theme, money of the year, what is due, who owes an update"),
            ),
            Command("agenda", "agenda", N_("Every deadline, overdue first, also as a calendar file")),
            Command("list", "list_records", N_("List records of a kind")),
            Command("show", "show", N_("Show a record with every cross-reference named")),
            Command("find", "find", N_("Search words over everything, however they are spelled")),
            Command("diff", "diff", N_("What changed between two states, record by record")),
            Command("review", "review", N_("A change for who reviews it: findings, money, who acts, texts")),
            Command("history", "history", N_("How a record came to be what it is")),
            Command("blame", "blame", N_("Who changed which words of a text, when and by which resolution")),
            Command("status", "status", N_("Show a recommendation's progress, or add an entry")),
        ),
    ),
    Section(
        N_("The life of a grant"),
        (
            Group(
                "call",
                N_("Calls for applications: open, change, close"),
                (
                    Command("new", "call.new", N_("Begin the draft of a call, like a former one")),
                    Command("set", "call.set", N_("Enter or change what its announcement says")),
                    Command(
                        "terms", "call.terms", N_("Show its terms, or change them before they are fixed")
                    ),
                    Command("freeze", "call.freeze", N_("Fix its terms, with the guideline's digest")),
                    Command("open", "call.open", N_("Open it: applications may come in")),
                    Command("close", "call.close", N_("Close it: the deadline has passed")),
                    Command("stage", "call.stage", N_("Say who may see the marks")),
                    Command(
                        "reservation", "call.reservation", N_("Say whether the money waits for the budget")
                    ),
                    Command("settle", "call.settle", N_("Settle it: all is accounted for")),
                ),
            ),
            Group(
                "application",
                N_("Applications: receive, import, examine"),
                (
                    Command(
                        "import",
                        "application.import_",
                        N_("Applications from a spreadsheet, XLSX or CSV, in one go"),
                    ),
                    Command("sheet", "application.sheet", N_("A sheet of applications to fill in, as XLSX")),
                    Command("add", "application.add", N_("An application as it came in, field by field")),
                    Command("set", "application.set", N_("Correct it as it was received")),
                    Command("ask", "application.ask", N_("Ask for missing papers, with a day until which")),
                    Command("receive", "application.receive", N_("Papers that were asked for have come")),
                    Command("complete", "application.complete", N_("All that is needed is there")),
                    Command("lapse", "application.lapse", N_("Papers did not come in time: it is out")),
                    Command("reject", "application.reject", N_("It takes no part, for a coded reason")),
                    Command("withdraw", "application.withdraw", N_("The applicant takes it back")),
                    Command(
                        "examine",
                        "application.examine",
                        N_("De-minimis, input tax, early start and the like"),
                    ),
                    Command("advise", "application.advise", N_("Advice that the office gave")),
                    Command("adapt", "application.adapt", N_("The plan adapted to a partial award")),
                    Command(
                        "file", "application.file", N_("Its file for the applicant, all others blacked out")
                    ),
                    Command("double", "application.double", N_("What was applied for before, or twice")),
                ),
            ),
            Group(
                "form",
                N_("Forms to be filled in by hand: application, reports, proof of use"),
                (
                    Command("out", "form.out", N_("The form of a call or a project, as DOCX or XLSX")),
                    Command(
                        "in",
                        "form.read_in",
                        N_("Read filled-in forms back as one reviewed change"),
                    ),
                ),
            ),
            Group(
                "score",
                N_("Marks of the seats on applications"),
                (
                    Command("out", "score.send_out", N_("A sheet for each seat to fill in")),
                    Command("in", "score.read_in", N_("Read filled-in sheets back as one reviewed change")),
                    Command("enter", "score.enter", N_("Enter marks from a paper sheet")),
                    Command("matrix", "score.matrix", N_("Seats by applications, how the marks lie")),
                    Command("discuss", "score.discuss", N_("What to talk about before the vote, and why")),
                ),
            ),
            Command("allocate", "allocate", N_("Propose an allocation of a call's money; changes nothing")),
            Group(
                "meeting",
                N_("Meetings of the committee: agenda, attendance, votes, decisions"),
                (
                    Command("plan", "meeting.plan", N_("Plan a meeting")),
                    Command("item", "meeting.item", N_("Add an item to the agenda")),
                    Command("invite", "meeting.invite", N_("The invitation went out")),
                    Command(
                        "show", "meeting.show", N_("The agenda, who has to leave, where a quorum stands")
                    ),
                    Command(
                        "disclose",
                        "meeting.disclose",
                        N_("What a member disclosed, or a body decided, on bias"),
                    ),
                    Command("attend", "meeting.attend", N_("Who takes part")),
                    Command("exclude", "meeting.exclude", N_("Excluded members leave at an item")),
                    Command("absent", "meeting.absent", N_("Members are out at an item")),
                    Command("vote", "meeting.vote", N_("The vote on an item")),
                    Command("result", "meeting.result", N_("What came of an item without a vote")),
                    Command("close", "meeting.close", N_("The meeting is over")),
                    Command(
                        "second", "meeting.second", N_("Invite a second time after a quorum was missing")
                    ),
                    Command("minutes", "meeting.minutes", N_("The minutes: written, sent, approved")),
                    Command("pack", "meeting.pack", N_("Agenda and papers as one PDF with bookmarks")),
                    Command("cancel", "meeting.cancel", N_("The meeting does not take place")),
                    Command("award", "meeting.award", N_("Record what a meeting decided on a call")),
                    Command("decline", "meeting.decline", N_("An award is declined by its applicant")),
                    Command("move-up", "meeting.move_up", N_("The next on the waiting list gets free money")),
                    Command("amend", "meeting.amend", N_("Change the amount of an award that stands")),
                ),
            ),
            Group(
                "notice",
                N_("Notices to applicants: grant, refusal, change, repayment"),
                (
                    Command("draft", "notice.draft", N_("Awards and refusals as they were decided")),
                    Command("list", "notice.list_notices", N_("Where each stands, with its dates")),
                    Command("drop", "notice.drop", N_("Throw a draft away")),
                    Command("issue", "notice.issue", N_("A role that may signs them")),
                    Command("post", "notice.post", N_("They leave the house")),
                    Command("deliver", "notice.deliver", N_("They arrived on a proved day")),
                    Command("return", "notice.send_back", N_("A letter came back")),
                    Command("waive", "notice.waive", N_("The recipient waives remedies")),
                    Command(
                        "condition", "notice.condition", N_("Conditions: show, add, met, extended, waived")
                    ),
                    Command(
                        "register",
                        "notice.register",
                        N_("Aid was entered in the central register of de-minimis aid"),
                    ),
                    Command("remind", "notice.remind", N_("Remind of a report")),
                    Command("extend", "notice.extend", N_("More time for a report")),
                    Command("amend", "notice.amend", N_("Another sum, period or plan")),
                    Command("hear", "notice.hear", N_("Hear before something is taken away")),
                    Command("revoke", "notice.revoke", N_("Take an award back, in whole or in part")),
                    Command("settle", "notice.settle", N_("Fix the grant at the sum that was examined")),
                    Command("clawback", "notice.clawback", N_("Claim back what was paid too much")),
                    Command("forgo", "notice.forgo", N_("A small sum is not claimed back")),
                    Command("object", "notice.object_to", N_("An objection came in")),
                    Command("objection", "notice.objection", N_("The way of an objection")),
                ),
            ),
            Group(
                "payment",
                N_("Payments: ask, pay, take back"),
                (
                    Command("list", "payment.open_ones", N_("What is open, who acts next, what stops it")),
                    Command("request", "payment.request", N_("A grantee asks for an instalment")),
                    Command("certify", "payment.certify", N_("Ground and amount are right")),
                    Command("order", "payment.order", N_("The treasury is told to pay or take in")),
                    Command("release", "payment.release", N_("Two roles let it go to the bank")),
                    Command(
                        "import", "payment.import_", N_("Reconcile with the treasury's list, CSV or XLSX")
                    ),
                    Command("book", "payment.book", N_("The treasury booked it, with its voucher")),
                    Command("bounce", "payment.bounce", N_("The bank sent it back")),
                    Command("cancel", "payment.cancel", N_("It will not be paid")),
                    Command("expect", "payment.expect", N_("Money, or interest, has to come back")),
                ),
            ),
            Group(
                "report",
                N_("Reports and proofs of use that grantees hand in"),
                (
                    Command("list", "report.list_reports", N_("What is due, what came, what was examined")),
                    Command(
                        "sheet", "report.sheet", N_("A sheet with the plan's items for the grantee, XLSX")
                    ),
                    Command(
                        "receive", "report.receive", N_("A report came in, from a sheet or line by line")
                    ),
                    Command("figures", "report.figures", N_("Costs, financing and receipts of a report")),
                    Command("ask", "report.ask", N_("Ask for what it lacks, with a day until which")),
                    Command("papers", "report.papers", N_("What was asked for has come")),
                    Command("complete", "report.complete", N_("All that is needed is there")),
                    Command("show", "report.show", N_("Plan against actual, and the way to the final sum")),
                    Command(
                        "examine", "report.examine", N_("Sample, cuts and final sum: the examination note")
                    ),
                ),
            ),
            Group(
                "year",
                N_("The money of a budget year, to the cent"),
                (
                    Command("show", "year.show", N_("Budget, calls, what was paid and what is open")),
                    Command(
                        "budget", "year.budget", N_("Enter its money, and when the budget was announced")
                    ),
                    Command("base-rate", "year.base_rate", N_("Enter the base rate of a half-year")),
                    Command(
                        "carry-over", "year.carry_over", N_("Carry money of a call over into the next year")
                    ),
                    Command("close", "year.close", N_("Close its accounts")),
                ),
            ),
            Command("trace", "trace", N_("Where the money went, and the files that each figure comes from")),
        ),
    ),
    Section(
        N_("The concept and its documents"),
        (
            Group(
                "consultation",
                N_("Consultations: workshops, hearings, surveys on a draft"),
                (
                    Command("add", "consultation.add", N_("An event of the process, held or planned")),
                    Command("set", "consultation.set", N_("Correct it, or enter what has become known")),
                    Command("list", "consultation.list_events", N_("Events, participants, contributions")),
                ),
            ),
            Group(
                "contribution",
                N_("Contributions to a revision, and their answers"),
                (
                    Command(
                        "import",
                        "contribution.import_",
                        N_("Contributions from a spreadsheet, XLSX or CSV, in one go"),
                    ),
                    Command("sheet", "contribution.sheet", N_("A sheet of contributions to type into")),
                    Command("add", "contribution.add", N_("One contribution, as it was said or written")),
                    Command("answer", "contribution.answer", N_("Answer one or several, with the reason")),
                    Command(
                        "list", "contribution.list_contributions", N_("Those without an answer come first")
                    ),
                ),
            ),
            Group(
                "concept",
                N_("The concept: its text, its amendments and their acts"),
                (
                    Command("resolve", "concept.resolve", N_("Record a resolution: who, when, which number")),
                    Command("amend", "concept.amend", N_("Record a change of the text as an act")),
                    Command("edit", "concept.edit", N_("Change words, and record the act with them")),
                    Command("review", "concept.review", N_("What refers to a changed text was looked at")),
                ),
            ),
            Group(
                "import",
                N_("What is elsewhere, brought in as one reviewed change"),
                (Command("concept", "import_.concept", N_("The text of a concept, from DOCX or Markdown")),),
            ),
            Command("synopsis", "synopsis", N_("Old and new text side by side, with reason and mover")),
            Group(
                "paper",
                N_("Papers for the council and its committees"),
                (
                    Command("new", "paper.new", N_("Write one: way, proposal, reasons, costs")),
                    Command("set", "paper.set", N_("Other words, number, way or sum")),
                    Command("result", "paper.result", N_("What came of it in a body")),
                ),
            ),
            Group(
                "rendition",
                N_("Summaries, translations and easy language, and whether they still fit"),
                (
                    Command("list", "rendition.list_renditions", N_("All of them, and which are in doubt")),
                    Command(
                        "add", "rendition.add", N_("Another form of a text, made from its present words")
                    ),
                    Command("seen", "rendition.seen", N_("Compared with the present words: it fits")),
                ),
            ),
            Command("render", "render", N_("Render a document: report, paper or letter")),
            Group(
                "publication",
                N_("What was published, kept byte for byte"),
                (
                    Command("freeze", "publication.freeze", N_("Keep what is published, with its manifest")),
                    Command("list", "publication.list_publications", N_("What was published, and corrected")),
                    Command("verify", "publication.verify", N_("Make it once more, and compare the bytes")),
                ),
            ),
            Command("mail", "mail", N_("Letters as drafts for the office's mail program")),
            Group(
                "sheet",
                N_("Records as sheets for Excel and the like, and back"),
                (
                    Command("out", "sheet.out", N_("Records of a kind, or the status query, as XLSX")),
                    Command("in", "sheet.in_", N_("Read returned sheets back as one reviewed change")),
                ),
            ),
            Command("publish", "publish", N_("The public site with the open data, into a folder")),
            Command("export", "export", N_("Records in the formats of other programs: open data, accounts")),
        ),
    ),
    Section(
        N_("The repository"),
        (
            Command("renumber", "renumber", N_("Give a new record another number, with all that names it")),
            Command("save", "save", N_("Record what changed, with a message made of the changes")),
            Command("send", "send", N_("Share what is recorded; by a review where that is asked for")),
            Command("get", "get", N_("Fetch what others have sent, and join it with what is here")),
            Command("undo", "undo", N_("Take back the last operation, or what was recorded and not sent")),
            Command("audit", "audit", N_("The auditor's pack of a call")),
            Group(
                "person",
                N_("Persons, members and contacts in the private overlay"),
                (
                    Command("add", "person.add", N_("Enter somebody")),
                    Command("set", "person.set", N_("Change an entry")),
                    Command("show", "person.show", N_("Show an entry")),
                    Command("copy", "person.copy", N_("All that is kept of a person, others blacked out")),
                    Command("list", "person.list_entries", N_("Pseudonyms, and what is entered of each")),
                    Command("undo", "person.undo", N_("Take back the last change of an entry")),
                ),
            ),
            Command("erase", "erase", N_("Erase a person for good; show what is due for review")),
            Command("log", "log", N_("The operations that kic has written")),
            Group(
                "conflict",
                N_("What two people changed differently: see it, and choose"),
                (
                    Command("list", "conflict.list_conflicts", N_("The conflicts that wait")),
                    Command("choose", "conflict.choose", N_("Settle one: keep what stands, or the other")),
                ),
            ),
            Command("merge", "merge", N_("git's merge driver for records, entry by entry")),
            Command("init", "init", N_("Begin a new repository")),
            Command("demo", "demo", N_("Write the demo city, a complete fictional repository")),
            Command("doctor", "doctor", N_("Look at the surroundings: git, language, file system, locks")),
            Command(
                "schema", "schema", N_("JSON Schemas of records, for editors, and of answers, for scripts")
            ),
            Command("completion", "completion", N_("A script that lets the shell complete what is typed")),
            Command("help", "help_topic", N_("Longer help on a topic")),
        ),
    ),
)


def offered(entries: tuple[Command | Group, ...]) -> Iterator[Command | Group]:
    """What is shown and found of a section: every command, and groups that have some."""
    return (entry for entry in entries if isinstance(entry, Command) or entry.commands)


BY_NAME: dict[str, Command | Group] = {
    entry.name: entry for section in SECTIONS for entry in offered(section.entries)
}


def leaves() -> Iterator[tuple[str, Command]]:
    """Every command with what is typed for it: `check`, `call open`."""
    for entry in BY_NAME.values():
        if isinstance(entry, Group):
            yield from ((f"{entry.name} {command.name}", command) for command in entry.commands)
        else:
            yield entry.name, entry
