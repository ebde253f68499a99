"""Longer help, by topic."""

import re
from collections.abc import Callable
from typing import NamedTuple

from kic.cli.helping import definitions, width
from kic.cli.table import N_
from kic.cli.topics.allocation import Definitions
from kic.cli.topics.dates import DATES
from kic.cli.topics.first_files import FIRST_FILES
from kic.cli.topics.gates import GATES
from kic.cli.topics.open_data import OPEN_DATA
from kic.cli.topics.participation import PARTICIPATION
from kic.cli.topics.payments import FILES as PAYMENT_FILES
from kic.cli.topics.payments import PAYMENTS
from kic.cli.topics.publications import PUBLICATIONS
from kic.cli.topics.reports import FILES as REPORT_FILES
from kic.cli.topics.reports import REPORTS
from kic.cli.topics.revisions import REVISIONS
from kic.cli.topics.sharing import SHARING
from kic.cli.topics.sheets import SHEETS
from kic.cli.topics.signatures import FILES as SIGNING
from kic.cli.topics.signatures import SIGNATURES
from kic.cli.topics.site import SITE
from kic.cli.topics.templates import TEMPLATES
from kic.cli.topics.words import WORDS, Glossary

_PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b")
_PLACEHOLDERS = (N_("DAY"), N_("DIR"), N_("DOCUMENT"), N_("FILE"))


def _term(term: str, words: Callable[[str], str]) -> str:
    """A term; of a command or option what stands for a value is in the reader's language, as in its own help."""
    if not term.startswith(("kic ", "--")):
        return term
    return _PLACEHOLDER.sub(lambda found: words(found[0]) if found[0] in _PLACEHOLDERS else found[0], term)


class Topic(NamedTuple):
    """A page of help: a title, rows of a term and its explanation, and files to copy."""

    title: str
    rows: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...] = ()

    def shown(self, words: Callable[[str], str]) -> str:
        """The page as text."""
        rows = [(_term(term, words), words(meaning)) for term, meaning in self.rows]
        lines = [words(self.title), "", *definitions(rows, width())]
        for path, content in self.files:
            lines += ["", path, *(f"    {line}" for line in content.splitlines())]
        return "\n".join(lines)


TOPICS: dict[str, Topic | Glossary | Definitions] = {
    "exit-codes": Topic(
        N_("Exit codes: what a script may rely on"),
        (
            ("0", N_("Done. For check: no errors; with --strict, no warnings either.")),
            ("1", N_("Findings; or the rules or the person asked refused a change: nothing was written.")),
            (
                "2",
                N_(
                    "The command line is wrong: an unknown option, id, kind or revision, or a missing answer."
                ),
            ),
            (
                "3",
                N_("The surroundings: no repository, not readable, disk full, git or an extra is missing."),
            ),
            ("4", N_("Another kic is writing, or a file changed since it was read; nothing was written.")),
            (
                "5",
                N_(
                    "An interrupted operation could not be completed safely; both versions are kept and named."
                ),
            ),
            ("70", N_("A bug in kic, with a report file. Content never leads here.")),
            ("130", N_("Interrupted.")),
        ),
    ),
    "words": WORDS,
    "first-files": Topic(
        N_("The first files: one of each kind, to copy into a new repository"),
        (
            ("kic init", N_("Makes kic.yaml and concept/concept.yaml; every other file is written by hand.")),
            ("kic check", N_("After each file: says what is missing or misspelled, and what to write.")),
            ("kic demo", N_("Writes a whole fictional city with hundreds of such files to look at.")),
            ("kic schema", N_("For editors: says while typing which keys and values a file may have.")),
        ),
        FIRST_FILES,
    ),
    "files": Topic(
        N_("Where things lie in a repository"),
        (
            ("kic.yaml", N_("The settings: municipality, Land, language, committee rules, budget.")),
            (
                "concept/",
                N_("The current edition: concept.yaml, themes, recommendations, indicators, resolutions."),
            ),
            ("concept/editions/", N_("Earlier editions, each in a folder of its own.")),
            ("concept/bodies/", N_("Offices, associations, institutions: one file each.")),
            ("concept/committee/", N_("One file for each seat.")),
            (
                "applications/2026-1/",
                N_("call.yaml, one file for each application, scores/ with one file for each seat."),
            ),
            ("reports/", N_("What grantees handed in.")),
            ("templates/", N_("The office's own templates; they come before the shipped ones.")),
            ("private/", N_("Personal data, outside git.")),
            (".kic/", N_("Lock, journal and log of kic; not in git.")),
        ),
    ),
    "persons": Topic(
        N_("Persons: where their data is, and how it goes"),
        (
            (
                "private/",
                N_(
                    "Names, addresses, bank details, outside git; KIC_PRIVATE names another folder, such as the "
                    "department's share. Records know persons by a pseudonym such as p-0007."
                ),
            ),
            (
                "kic person",
                N_("Enters, changes and shows them. Nothing of it is in the repository, its log or a patch."),
            ),
            (
                "kic check",
                N_(
                    "Finds addresses, numbers, accounts and dates of birth in records, comments and file names, and "
                    "the names of those who are in the private folder. Other names it cannot find."
                ),
            ),
            (
                "kic init --hook",
                N_(
                    "Lets git ask kic about each commit message. Each clone needs it once; hooks are not cloned."
                ),
            ),
            (
                "kic person copy",
                N_(
                    "All that is kept of a person (Art. 15 GDPR), others blacked out; application file is for "
                    "§ 29 VwVfG."
                ),
            ),
            (
                "kic erase --list",
                N_(
                    "What has been kept for as long as kic.yaml says (retention). Nothing is ever deleted by itself."
                ),
            ),
            (
                "kic erase",
                N_(
                    "Takes a person out for good and clears both logs. Records keep the pseudonym and every sum; free "
                    "texts are listed for you to read. Backups, letters and other copies are not reached."
                ),
            ),
        ),
    ),
    "allocation": Definitions(N_("How a proposal is computed: rules, an example to compute again")),
    "payments": Topic(
        N_("Payments: from the request to the treasury's booking, and back"), PAYMENTS, PAYMENT_FILES
    ),
    "reports": Topic(N_("Reports: from the sheet for the grantee to the clawback"), REPORTS, REPORT_FILES),
    "sheets": Topic(N_("Sheets: records out as a spreadsheet and back"), SHEETS),
    "deadlines": Topic(
        N_("How days and periods are counted"),
        (
            ("kic agenda", N_("Everything with a day, overdue first; --ics writes a calendar file.")),
            (
                "§ 188 BGB",
                N_(
                    "A period of a month ends on the day with the same number, or on the last of a shorter month; the "
                    "day of the event does not count (§§ 187, 188 BGB)."
                ),
            ),
            (
                "§ 193 BGB",
                N_(
                    "An end on a Saturday, a Sunday or a public holiday moves to the next working day (§ 193 BGB, "
                    "§ 31(3) VwVfG). A fixed date, such as the day for a report, does not move."
                ),
            ),
            (
                "land",
                N_(
                    "Those of the Land in kic.yaml. Days of single municipalities are not known: Mariä Himmelfahrt in "
                    "parts of Bavaria, the Friedensfest of Augsburg, Fronleichnam in parts of Saxony and Thuringia."
                ),
            ),
            (
                "§ 41 VwVfG",
                N_(
                    "A letter counts as delivered on the fourth day after posting, also on a Sunday (§ 41(2) VwVfG; "
                    "until 2024 the third). A proved later day counts. Payments wait for the careful day, since "
                    "sources differ on Sundays."
                ),
            ),
            (
                "§ 70 VwGO",
                N_(
                    "The day after the time for an objection: a month from delivery, a year where the instruction is "
                    "missing or wrong; earlier by a waiver, later while an objection is pending."
                ),
            ),
            (
                "§§ 48, 49 VwVfG",
                N_(
                    "A revocation within a year from knowing all facts, interest within three years from the end of "
                    "its year; both in the agenda from the day a proof of use is examined."
                ),
            ),
            (
                "procedure",
                N_(
                    "In kic.yaml: these and other values, each with its source. Without an entry kic's default holds; "
                    "where the agenda says so, nobody has confirmed it yet."
                ),
            ),
            (
                "base_rates",
                N_("In kic.yaml: the base rate of each half-year. One that is not entered is not guessed."),
            ),
        ),
    ),
    "dates": Topic(N_("Dates of a text, and what was in force on a day"), DATES),
    "revisions": Topic(N_("How to name a state, and how to look back"), REVISIONS),
    "sharing": Topic(N_("Recording, sending and fetching, without words of git"), SHARING),
    "participation": Topic(N_("Participation: from the workshop to the report"), PARTICIPATION),
    "open-data": Topic(N_("Open data: what is public, and how it leaves"), OPEN_DATA),
    "templates": Topic(N_("Templates: letters, papers and pages in the office's own words"), TEMPLATES),
    "site": Topic(N_("The public site: look, lay, hand on"), SITE),
    "publications": Topic(N_("Publications: kept, proved, corrected"), PUBLICATIONS),
    "accounts": Topic(
        N_("Accounts: what a grant, a call and a year come to, and how hledger reads it"),
        (
            (
                "held",
                N_(
                    "What the call cannot give to others: the award as it stands or as a later notice left it, or"
                    " what was paid and is not back, whichever is more. Reclaimed money is free when it is back."
                ),
            ),
            (
                "call",
                N_(
                    "Its budget is the sum of reserve, grants of earlier decisions, grants, and what is not "
                    "allocated."
                ),
            ),
            (
                "year",
                N_(
                    "Its budget is the sum of what no call has, what calls have not given, what was paid and has "
                    "not come back, and what is still to pay. What is left ends with the year, unless it is "
                    "carried over."
                ),
            ),
            (
                "closed",
                N_(
                    "kic year close: every call of the year is settled, nothing is to be paid or to come back. "
                    "From then on nothing of the year is awarded, paid or changed."
                ),
            ),
            (
                "shares",
                N_(
                    "Several themes or recommendations of an application share its money in equal parts of whole "
                    "cents; the first named get the odd ones. A merged or replaced recommendation hands its part "
                    "on to the one that goes on, a split one in equal parts."
                ),
            ),
            (
                "kic trace ID",
                N_("Each figure with what it is the sum of: amount, what it is, file and line."),
            ),
            (
                "commitment:YEAR:CALL:...",
                N_(
                    "hledger: who holds the money of a year, against budget:YEAR; below awarded: applicant and "
                    "application."
                ),
            ),
            (
                "cash:YEAR:CALL:...",
                N_(
                    "hledger: what the treasury booked, below it applicant, application and paid, returned or "
                    "interest."
                ),
            ),
        ),
    ),
    "ci": Topic(N_("Checks on a code host, before a commit and in the editor"), GATES),
    "signatures": Topic(N_("Signatures: who may change decisions and adopted texts"), SIGNATURES, SIGNING),
    "findings": Topic(
        N_("How to read a finding"),
        (
            ("KIC201", N_("The code; kic explain CODE prints its manual page.")),
            ("error", N_("Must be mended: check fails.")),
            ("warning", N_("Should be looked at: check --strict fails.")),
            ("note", N_("Worth knowing, such as a fact that is not known.")),
            ("severities", N_("In kic.yaml: another severity for a code, with the reason.")),
            ("waivers", N_("In kic.yaml: a finding accepted for a record until a day, with the reason.")),
        ),
    ),
    "steps": Topic(
        N_("From the call to the decision, step by step"),
        (
            ("kic call new", N_("Draft the call; --like takes over what a former one said.")),
            ("kic call freeze", N_("Fix the terms before anybody has seen a mark.")),
            ("kic call open", N_("Announce it: day, place, first day and deadline.")),
            (
                "kic application add",
                N_("Record an application; kic application import takes a whole spreadsheet."),
            ),
            ("kic application ask", N_("Ask for missing papers; then receive, and complete or lapse.")),
            ("kic call close", N_("After the deadline.")),
            (
                "kic list application",
                N_("With --where call=CALL: applicants, standing, what is requested, totals."),
            ),
            (
                "kic meeting disclose",
                N_("Who disclosed a conflict, or what was decided on it; before the marks go out."),
            ),
            (
                "kic score out",
                N_("Sheets for the seats; kic score in reads the folder with the filled-in ones."),
            ),
            ("kic call stage", N_("Let the office, later the committee, see the marks.")),
            (
                "kic score matrix",
                N_("All marks, and who has not handed in; kic score discuss says what to talk about."),
            ),
            ("kic allocate", N_("The proposal; kic render allocation-paper makes a paper of it.")),
            ("kic meeting plan", N_("Then kic meeting item with --each-of CALL, and kic meeting invite.")),
            ("kic meeting show", N_("At each item: who must leave, and whether a quorum stands.")),
            ("kic meeting attend", N_("In the meeting; then exclude and vote for each item, and close.")),
            (
                "kic meeting award",
                N_("Record the decision; then decline, move-up and amend where it changes."),
            ),
            ("kic application adapt", N_("The plan that fits an award below the request.")),
            ("kic meeting minutes", N_("Written, sent, approved.")),
            ("kic check", N_("At any time: what is missing or wrong, and what to do about it.")),
        ),
    ),
}
