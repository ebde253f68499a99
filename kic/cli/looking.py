"""Plain-text pages of the commands that look: laid out here, worded by `present`, computed by `documents`."""

import datetime
from typing import TYPE_CHECKING, Any

from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.core.values import total
from kic.present.bars import Segment, bar, legend, progress
from kic.present.notation import NBSP
from kic.present.tables import Column, definitions, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kic.core.snapshot import Snapshot
    from kic.documents.dossier import Dossier
    from kic.documents.listing import Listed
    from kic.documents.overview import Overview
    from kic.domain.concept.recommendation import Recommendation
    from kic.repository.doctor import Symptom
    from kic.store.writing.journal import Operation

NARROW = 20
"""Columns that a legend has at least, however narrow the terminal."""


def heading(words: str) -> str:
    """A heading with a line under it."""
    from kic.present.width import width  # noqa: PLC0415

    return f"{words}\n{'=' * width(words)}\n"


def show_overview(session: Session, found: "Overview") -> str:
    """The overview as text."""
    say, label = session.language.say, session.language.label
    parts = [
        heading(
            say(text("{municipality}: overview on {day}", municipality=found.municipality, day=found.today))
        )
    ]
    if found.invented:
        parts.append(say(text("All data of this city is invented.")) + "\n")
    parts.append(_progress_of_themes(session, found))
    parts.append(_money_of_year(session, found))
    if found.due:
        rows = [
            (
                session.language.date(due.date),
                say(text("overdue"))
                if due.overdue
                else say(text("waiting"))
                if due.date < found.today
                else "",
                due.id,
                say(due.what),
            )
            for due in found.due
        ]
        columns = (
            Column(say("Date"), fixed=True),
            Column("", fixed=True),
            Column("ID", fixed=True),
            Column(say("What")),
        )
        parts.append(heading(say(text("What is due"))) + table(columns, rows, limit=session.width))
    if found.owing:
        rows_owing = [
            (
                owing.id,
                owing.title or say(text("title not known")),
                session.language.date(owing.last) if owing.last else "–",
                ", ".join(owing.responsible) or "–",
            )
            for owing in found.owing
        ]
        columns = (
            Column("ID", fixed=True),
            Column(label("kind", "recommendation")),
            Column(say("Last entry"), fixed=True),
            Column(say("Responsible")),
        )
        parts.append(
            heading(say(text("Who owes an update"))) + table(columns, rows_owing, limit=session.width)
        )
    return "\n".join(parts)


def _progress_of_themes(session: Session, found: "Overview") -> str:
    say, language = session.language.say, session.language
    known, stated = found.recommendations_known, found.recommendations_stated
    lines = [heading(say(text("Progress per theme")))]
    if found.edition:
        lines.append(f"{found.edition}\n")
    if stated is not None and stated != known:
        lines.append(
            say(
                text(
                    "The edition has {stated} recommendations; {known} of them are recorded here.",
                    stated=stated,
                    known=known,
                )
            )
            + "\n"
        )
    lines.append("\n")
    for theme in found.themes:
        title = f"{theme.number}. {theme.title}" if theme.title else say(text("Without a known theme"))
        counts: dict[str | None, int] = {status.value: n for status, n in theme.statuses.items()}
        if theme.unknown:
            counts[None] = theme.unknown
        segments = progress(counts)
        number = say(plural("{n} recommendation", "{n} recommendations", n=theme.total))
        lines.append(f"{title} ({number})\n")
        if segments:
            lines.append(f"  {bar(segments, 32)}\n")
            lines += [f"  {line}\n" for line in _legend_lines(segments, session)]
        if theme.lights:
            lights = ", ".join(f"{language.word(light)} {n}" for light, n in theme.lights.items())
            lines.append(f"  {say(text('traffic lights: {lights}', lights=lights))}\n")
    return "".join(lines)


def _legend_lines(segments: "Sequence[Segment]", session: Session) -> list[str]:
    """The legend, broken between its entries only."""
    from kic.present.width import wrapped  # noqa: PLC0415

    whole = legend(segments, session.language).replace(" ", NBSP).replace(f"{NBSP}·{NBSP}", f"{NBSP}· ")
    return [
        line.replace(NBSP, " ").removesuffix(" ·") for line in wrapped(whole, max(session.width - 2, NARROW))
    ]


def _money_of_year(session: Session, found: "Overview") -> str:
    say, language = session.language.say, session.language

    def amount(value: Any) -> str:
        return language.word(value) if value is not None else say(text("not known"))

    parts = [heading(say(text("Money of the year {year}", year=found.year)))]
    parts.append(say(text("Budget of the year: {amount}", amount=amount(found.budget))) + "\n")
    if not found.calls:
        parts.append(say(text("There is no call of this year.")) + "\n")
        return "".join(parts)
    columns = (
        Column(language.label("kind", "call"), fixed=True),
        Column(language.label("field", "state"), fixed=True),
        Column(say("Money"), right=True),
        Column(say("Applications"), right=True),
        Column(say("Requested"), right=True),
        Column(say("Awarded"), right=True),
        Column(say("Not awarded"), right=True),
    )
    rows = [
        (
            call.id,
            language.word(call.state),
            amount(call.amount),
            amount(call.applications),
            amount(call.requested),
            "–" if call.awarded is None else language.word(call.awarded),
            "–" if call.not_awarded is None else language.word(call.not_awarded),
        )
        for call in found.calls
    ]
    parts.append("\n" + table(columns, rows, limit=session.width))
    return "".join(parts)


def show_kinds(session: Session, counts: "Mapping[str, int]") -> str:
    """The kinds of record, and how many there are of each."""
    language = session.language
    columns = (
        Column(language.say(text("For kic list"))),
        Column(language.say(text("Kind"))),
        Column(language.say(text("Records")), right=True),
    )
    rows = [(kind, language.label("kind", kind), language.number(n)) for kind, n in counts.items()]
    return table(columns, rows, limit=session.width)


DERIVED: dict[str, Text] = {"award": text("Awarded"), "amount": text("Money")}
"""Headings of columns that are no field of the record."""


def show_list(session: Session, found: "Sequence[Listed]") -> str:
    """A list of records as a table."""
    language = session.language
    if not found:
        return language.say(text("There is none."))
    names = list(found[0].values)
    if "edition" in names and len({each.values["edition"] for each in found}) == 1:
        names.remove("edition")  # one and the same in each row says nothing
    for told in ("call", "year"):
        if told in names and all(each.id.startswith(f"{each.values[told]}-") for each in found):
            names.remove(told)  # the id begins with it
    right = {
        name
        for name in names
        if any(type(each.values[name]).__name__ in ("Money", "Count") for each in found)
    }
    titled = any(each.title or not each.readable for each in found)
    columns = [
        Column("ID", fixed=True),
        *([Column(language.label("field", "title"))] if titled else []),
        *(
            Column(
                language.say(DERIVED[name]) if name in DERIVED else language.label("field", name),
                right=name in right,
                fixed=name not in ("expertise", "applicant"),
            )
            for name in names
        ),
    ]
    rows = [
        [
            each.id,
            *([_title(session, each)] if titled else []),
            *(language.word(each.values[name]) if each.values[name] is not None else "–" for name in names),
        ]
        for each in found
    ]
    if len(found) > 1 and len({each.values.get("call", each.id) for each in found}) == 1:
        sums = {name: total(each.values[name] for each in found if each.values[name]) for name in right}
        if sums:
            row = [language.word(sums[name]) if name in sums else "" for name in names]
            rows.append(["", *([language.say(text("Total"))] if titled else []), *row])
    counted = language.say(plural("{n} record in this list", "{n} records in this list", n=len(found)))
    return f"{table(columns, rows, limit=session.width)}\n{counted}\n"


def _title(session: Session, listed: "Listed") -> str:
    if not listed.readable:
        return session.language.say(text("cannot be read; see kic check"))
    return listed.title or session.language.say(text("title not known"))


def show_dossier(session: Session, found: "Dossier") -> str:
    """One record as text."""
    language = session.language
    kind = language.label("kind", found.kind)
    title = f"{kind} {found.id}: {found.title}" if found.title else f"{kind} {found.id}"
    parts = [heading(title)]
    if found.invented:
        parts.append(language.say(text("Invented: this record belongs to a fictional city.")) + "\n\n")
    if not found.readable:
        parts.append(language.say(text("This file cannot be read as it stands; kic check says why.")) + "\n")
    depth = -1
    block: list[tuple[str, str]] = []
    for row in found.rows:
        if row.depth != depth and block:
            parts.append(definitions(block, limit=session.width, indent=2 * depth))
            block = []
        depth = row.depth
        key = language.label(row.context, row.key) if row.key and row.context else row.key
        if row.value is None or (row.key == "" and row.value == ""):
            if block:
                parts.append(definitions(block, limit=session.width, indent=2 * depth))
                block = []
            parts.append(f"{'  ' * depth}{key}:\n" if key else "\n")
        else:
            block.append((key, language.word(row.value)))
    if block:
        parts.append(definitions(block, limit=session.width, indent=2 * depth))
    if found.inbound:
        parts.append("\n" + language.say(text("Named by:")) + "\n")
        named = [
            (
                f"{language.label('kind', inbound.kind)} {inbound.id}",
                f"{inbound.title or ''} ({_field_words(session, inbound.field)})".lstrip(),
            )
            for inbound in found.inbound
            if inbound.kind != "scores"
        ]
        # Twenty sheets without a title would push everything else off the screen.
        if sheets := [inbound.id for inbound in found.inbound if inbound.kind == "scores"]:
            named.append((language.label("kind", "scores"), ", ".join(sheets)))
        parts.append(definitions(named, limit=session.width, indent=2))
    parts.append("\n" + language.say(text("File: {path}", path=found.path)) + "\n")
    return "".join(parts)


def _field_words(session: Session, field: str) -> str:
    first = field.partition("[")[0].partition(".")[0]
    return session.language.label("field", first)


def show_progress(
    session: Session, snapshot: "Snapshot", recommendation: "Recommendation", output: str
) -> None:
    """A recommendation's log."""
    language = session.language
    if output == "json":
        written = snapshot.entry(recommendation).declared
        declared = written.get("progress", []) if isinstance(written, dict) else []
        session.json("status", {"id": recommendation.id, "title": recommendation.title, "progress": declared})
        return
    title = recommendation.title or language.say(text("title not known"))
    parts = [heading(f"{recommendation.id} {title}")]
    if not recommendation.progress:
        parts.append(language.say(text("There is no entry yet.")) + "\n")
    columns = (
        Column(language.label("field", "date"), fixed=True),
        Column(language.label("field", "status"), fixed=True),
        Column(language.label("field", "light"), fixed=True),
        Column(language.label("field", "note")),
    )
    rows = []
    for entry in recommendation.progress:
        notes = [entry.note or ""]
        if entry.evidence:
            notes.append(f"{language.label('field', 'evidence')}: {'; '.join(entry.evidence)}")
        if entry.successors:
            notes.append(f"{language.label('field', 'successors')}: {', '.join(entry.successors)}")
        rows.append(
            (
                language.date(entry.date),
                language.word(entry.status),
                language.word(entry.light) if entry.light else "–",
                "\n".join(note for note in notes if note),
            )
        )
    if rows:
        parts.append(table(columns, rows, limit=session.width))
    session.out("".join(parts))


def show_log(session: Session, operations: "Sequence[Operation]") -> str:
    """The operations, the newest first."""
    language = session.language
    if not operations:
        return language.say(text("kic has written nothing here yet."))
    columns = (
        Column(language.say("No."), right=True),
        Column(language.say("Time"), fixed=True),
        Column(language.say("Operation")),
        Column(language.say("Files")),
    )
    rows = [
        (
            str(operation.number),
            # An entry that was erased or damaged keeps its number only.
            language.word(datetime.datetime.fromisoformat(operation.time)) if operation.time else "–",
            operation.title or language.say(text("not known")),
            "\n".join(piece.path for piece in operation.pieces[:5])
            + (f"\n… {len(operation.pieces)}" if len(operation.pieces) > 5 else ""),  # noqa: PLR2004
        )
        for operation in operations
    ]
    return table(columns, rows, limit=session.width)


SYMPTOMS: dict[str, Text] = {
    "kic": text("kic"),
    "python": text("Python"),
    "language": text("language from the environment"),
    "file name encoding": text("encoding of file names"),
    "today": text("day reckoned from"),
    "git": text("git"),
    "history": text("history in git"),
    "shallow clone": text("history cut off"),
    "repository": text("repository"),
    "writable": text("files can be written"),
    "unmerged files": text("files with conflicts"),
    "file names differ by case": text("capitals tell file names apart"),
    "unfinished operation": text("interrupted operation"),
    "private overlay": text("folder for personal data"),
    "private entries": text("persons in it"),
    "private backup": text("last copy of it"),
    "newest record": text("day of the newest recorded state"),
    "shared repository": text("shared repository"),
    "characters of the terminal": text("characters of the terminal"),
    "line ends": text("line ends"),
    "longest path": text("characters of the longest path"),
    "unfinished erasure": text("erasure not yet finished"),
    "commit message hook": text("commit messages are judged"),
    "code host workflow": text("workflow of a code host"),
    "pre-commit": text("pre-commit asks kic"),
    "editor schemas": text("schemas for editors"),
    "extra documents": text("PDF and DOCX"),
    "extra calendar": text("calendar files"),
    "extra sheets": text("spreadsheets"),
}
"""What each symptom of `kic doctor` is called."""


def show_symptoms(session: Session, symptoms: "Sequence[Symptom]") -> str:
    """What doctor found."""
    language = session.language
    lines = []
    for symptom in symptoms:
        value = "–" if symptom.value is None else language.word(symptom.value)
        origin = f"  ({symptom.origin})" if symptom.origin else ""
        lines.append(
            f"{language.word(symptom.health):10} {language.say(SYMPTOMS[symptom.name])}: {value}{origin}\n"
        )
        if symptom.advice is not None:
            lines.append(f"{'':11}{language.say(symptom.advice)}\n")
    return "".join(lines)
