"""The status query as workbooks: one for each responsible body, its recommendations with their last entry.

What is known is locked; to be filled in are the new entry's fields, as the progress log has them. A hint beside each
row says what is still missing while it is filled in.
"""

import datetime
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.documents.naming import known_title
from kic.domain.concept.recommendation import SUCCEEDED, Light, Progress, Recommendation, Status
from kic.present.language import Language
from kic.present.workbook import Choice, Formula, Highlight, Look, Page, Put, instructions, quoted, workbook
from kic.repository.sheets import technical
from kic.repository.sheets.columns import Column, columns_in
from kic.repository.sheets.form import FIRST_PAGE
from kic.repository.sheets.outgoing import MARK, choices
from kic.repository.sheets.tables import id_key
from kic.repository.sheets.technical import Sent, mark_of, row_mark
from kic.repository.sheets.values import LOOKS, canonical, label
from kic.sheets.cell import letters

STATUS = "status"
"""What the query is called, in place of a kind."""
BODY, SENT, HINT = "body", "sent", "hint"
KNOWN = ("title", "theme", "before", "since", "last_note")
"""The columns of what is known, which are locked."""
FILLED: tuple[Column, ...] = tuple(
    sorted(
        (each for each in columns_in(Progress) if each.key != "reported_by"),
        key=lambda each: ("status", "light", "note", "evidence", "successors", "date").index(each.key),
    )
)
"""The columns that are filled in: the fields of an entry."""
_WIDTHS = {"note": 44, "evidence": 34, "status": 18, "light": 10, "date": 13, "successors": 16}
_REASONED = (Status.POSTPONED, Status.DROPPED)


class Query(NamedTuple):
    """What goes out to a body: its recommendations, when, and until when an answer is asked for.

    `revision` is the commit that has the logs as they are asked about (empty: none has). A reminder has that of the
    query which it repeats, and the `asked` day: who answered between the two is not asked a third time.
    """

    body: str | None
    recommendations: tuple[Recommendation, ...]
    revision: str
    on: datetime.date
    due: datetime.date | None = None
    asked: datetime.date | None = None


def known_of(snapshot: Snapshot, recommendation: Recommendation) -> dict[str, object]:
    """What is known of a recommendation, by the columns of `KNOWN`."""
    latest = recommendation.latest
    theme = recommendation.theme
    return {
        "title": recommendation.title,
        "theme": (known_title(snapshot, theme) or theme) if theme else None,
        "before": latest.status if latest else None,
        "since": latest.date if latest else None,
        "last_note": latest.note if latest else None,
    }


def status_marks(snapshot: Snapshot, recommendation: Recommendation) -> dict[str, str]:
    """The marks of what is known now, and of how long the log is."""
    known = known_of(snapshot, recommendation)
    marks = {key: mark_of(canonical(value)) for key, value in known.items()}
    return {**marks, "entries": str(len(recommendation.progress))}


def status_xlsx(snapshot: Snapshot, query: Query, language: Language) -> bytes:
    """The finished file. Raises Unavailable without the extra `kic[sheets]`."""
    say = language.say
    body = known_title(snapshot, query.body) if query.body else None
    title = (
        say(text("Status query: {body}", body=body or query.body))
        if query.body
        else say(text("Status query"))
    )
    marks = {each.id: status_marks(snapshot, each) for each in query.recommendations}
    rows: list[Sequence[Put | None]] = [
        (Put(title, Look.TITLE),),
        (Put(f"{language.label('kind', 'body')} [{BODY}]", Look.TEXT), Put(query.body, Look.TEXT)),
        (Put(f"{say(text('Sent out on'))} [{SENT}]", Look.TEXT), Put(language.date(query.on), Look.TEXT)),
        (),
        tuple(Put(each, Look.HEADING) for each in headings(language)),
    ]
    first = len(rows) + 1
    for place, each in enumerate(query.recommendations):
        rows.append(_row(snapshot, each, first + place, marks[each.id], language))
    last = max(len(rows), first)
    page = Page(
        say(text("Status")),
        rows,
        widths=(20, 34, 22, 16, 13, 46, *(_WIDTHS.get(each.key, 16) for each in FILLED), 34, 12),
        choices=tuple(_choices(language, first, last)),
        highlights=(_waiting(first, last),),
        freeze=(first - 1, 2),
        protected=True,
        fitted=True,
    )
    sent = Sent(
        kind=STATUS,
        scope=query.body or "",
        sent=(query.asked or query.on).isoformat(),
        revision=query.revision,
        language=language.code,
        rows=marks,
    )
    pages = (_instructions(query, language, title), page, technical.page(sent))
    return workbook(pages, title=title, on=query.on)


def headings(language: Language) -> list[str]:
    """What stands above the columns, each with its key."""
    return [f"{word} [{key}]" for key, word in words(language).items()]


def words(language: Language) -> dict[str, str]:
    """The word for each column."""
    say, field = language.say, partial(language.label, "field")
    return {
        id_key(STATUS): language.label("kind", "recommendation"),
        "title": field("title"),
        "theme": field("theme"),
        "before": say(text("Status so far")),
        "since": say(text("Last entry on")),
        "last_note": say(text("Last note")),
        "status": say(text("New status")),
        **{each.key: field(each.key) for each in FILLED if each.key not in ("status", "date")},
        "date": say(text("Status of the day")),
        HINT: say(text("Still missing")),
        MARK: say(text("As sent")),
    }


def _row(
    snapshot: Snapshot, each: Recommendation, row: int, marks: dict[str, str], language: Language
) -> Sequence[Put | None]:
    known = known_of(snapshot, each)
    shown = {**known, "before": label(each.latest.status, language) if each.latest else None}
    return (
        Put(each.id, Look.TEXT),
        *(Put(shown[key], Look.DATE if key == "since" else Look.TEXT) for key in KNOWN),
        *(Put(None, LOOKS.get(column.sort, Look.TEXT), locked=False) for column in FILLED),
        Put(_hint(row, language), Look.NOTE),
        Put(row_mark(STATUS, each.id, marks), Look.NOTE),
    )


def _letters(key: str) -> str:
    """The letters of a filled column."""
    keys = [id_key(STATUS), *KNOWN, *(each.key for each in FILLED)]
    return letters(keys.index(key) + 1)


def hints(language: Language) -> dict[str, str]:
    """What a row can lack, in words."""
    say = language.say
    return {
        "status": say(text("The new status is missing; say it again if nothing has changed.")),
        "note": say(text("Please give the reason as a note.")),
        "evidence": say(text("Please name the evidence.")),
        "successors": say(text("Please name the recommendations that go on.")),
    }


def _hint(row: int, language: Language) -> Formula:
    """A formula that says what a row lacks, by the laws that judge it when it comes back."""
    at = {each.key: f"${_letters(each.key)}{row}" for each in FILLED}
    said = hints(language)

    def one_of(key: str, values: Sequence[Status] | Sequence[Light]) -> str:
        return "OR(" + ",".join(f"{at[key]}={quoted(label(each, language))}" for each in values) + ")"

    something = "&".join(at[key] for key in ("light", "note", "evidence", "successors"))
    reason = f"OR({one_of('status', _REASONED)},{one_of('light', (Light.YELLOW, Light.RED))})"
    followed = one_of("status", sorted(SUCCEEDED, key=lambda each: each.value))
    done = one_of("status", (Status.IMPLEMENTED,))
    return Formula(
        f'=IF(AND({at["status"]}="",{something}<>""),{quoted(said["status"])},'
        f'IF(AND({reason},{at["note"]}=""),{quoted(said["note"])},'
        f'IF(AND({done},{at["evidence"]}=""),{quoted(said["evidence"])},'
        f'IF(AND({followed},{at["successors"]}=""),{quoted(said["successors"])},""))))'
    )


def _choices(language: Language, first: int, last: int) -> Sequence[Choice]:
    return tuple(choices(FILLED, language, first, last, at=2 + len(KNOWN)))


def _waiting(first: int, last: int) -> Highlight:
    """The new status is marked while it is empty."""
    column = 2 + len(KNOWN)
    return Highlight(first, column, last, column, f'={letters(column)}{first}=""')


def _instructions(query: Query, language: Language, title: str) -> Page:
    lines: list[tuple[Text | Label, Text]] = [
        (
            text("What to do"),
            text("Fill in the new status of each recommendation, save the file as XLSX and send it back."),
        ),
    ]
    if query.due is not None:
        lines.append((text("Until"), text("Please answer by {due}.", due=query.due)))
    lines += [
        (
            text("Nothing new"),
            text("Say the same status again. An empty row is no answer, and we will ask once more."),
        ),
        (
            Label("field", "light"),
            text("Green: as planned. Yellow or red: cost, time or goal deviate; please say why in the note."),
        ),
        (
            Label("field", "evidence"),
            text("For what is implemented: a document, a resolution or a public page, on a line each."),
        ),
        (
            text("Day"),
            text("The day on which the status was so, such as 22.11.2026; empty: the day of your answer."),
        ),
        (
            text("Leave as it is"),
            text(
                "Ids, titles and headings. Rows may be sorted as a whole; nothing may be added beside the columns."
            ),
        ),
        (text("Persons"), text("No names, addresses, telephone numbers or accounts of private persons.")),
    ]
    said = [(language.word(heading), language.say(words)) for heading, words in lines]
    return instructions(language.say(FIRST_PAGE), said, title=title)
