"""A review as a comment in Markdown: the verdict, who has to act, findings, then the difference with its money.

Everything from a record is escaped; the whole is not longer than a forge takes, and what was left out is said.
"""

from typing import TYPE_CHECKING

from kic.cli.differences.markdown import MOST, markdown_of, plain
from kic.core.diagnostic import Diagnostic, Severity
from kic.core.text import Text, plural, text
from kic.domain.agenda import Due, Owes
from kic.present.findings_report import Report
from kic.present.findings_text import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kic.documents.money_effects import Effects
    from kic.documents.record_diff import Differences
    from kic.repository.reviewing import Review

_HEAD = 30_000
"""Characters for all but the difference."""
_DUES = 30
"""Dates that are told one by one."""
_GATE = ("KIC112", "KIC113", "KIC114", "KIC115")


def review_markdown(  # what is told, and how much
    report: Report,
    found: "Review",
    difference: "Differences",
    money: "Effects",
    titles: "Mapping[str, str]",
    *,
    most: int = MOST,
) -> str:
    """The comment. `report` holds the findings as they may be shown."""
    say = report.language.say
    head = f"## {plain(say(text('Review of the change')))}\n\n{plain(say(_verdict(report)))}\n\n"
    head += _heading(report, text("Who has to act")) + "".join(_who(report, found))
    head += "".join(_findings(report, min(_HEAD, most // 2) - len(head)))
    states = markdown_of(
        report.language, found.states.span, difference, money, titles, most=max(most - len(head), 5_000)
    )
    return head + states


def _heading(report: Report, title: Text) -> str:
    return f"### {plain(report.language.say(title))}\n\n"


def _verdict(report: Report) -> Text:
    errors = sum(each.severity is Severity.ERROR for each in report.diagnostics)
    warnings = sum(each.severity is Severity.WARNING for each in report.diagnostics)
    if errors:
        return plural(
            "The rules refuse this change: it brings {n} error.",
            "The rules refuse this change: it brings {n} errors.",
            n=errors,
        )
    if warnings:
        return plural(
            "The rules let this change pass, with {n} warning to look at.",
            "The rules let this change pass, with {n} warnings to look at.",
            n=warnings,
        )
    return text("The rules let this change pass.")


# -- who has to act --------------------------------------------------------------------------------------


def _who(report: Report, found: "Review") -> "Iterator[str]":
    """Whom the change waits for, and what it makes due."""
    say = report.language.say
    lines: list[Text] = []
    if any(each.severity is Severity.ERROR for each in report.diagnostics):
        lines.append(text("Who wrote the change mends the errors, before it is merged."))
    if any(each.law.code in _GATE for each in report.diagnostics):
        lines.append(
            text(
                "Somebody who answers for settings, templates and workflows agrees: the change touches them."
            )
        )
    if not lines and not found.due and not found.done:
        yield f"{plain(say(text('Nobody in particular: look at it and merge it.')))}\n\n"
        return
    yield from (f"- {plain(say(each))}\n" for each in lines)
    yield from _dues(report, found.due)
    yield from (
        f"- {plain(say(text('No longer due: {what}', what=_due(each))))}\n" for each in found.done[:_DUES]
    )
    if len(found.done) > _DUES:
        yield f"- {plain(say(plural('… and {n} other', '… and {n} others', n=len(found.done) - _DUES)))}\n"
    yield "\n"


def _dues(report: Report, dues: "Sequence[Due]") -> "Iterator[str]":
    language = report.language
    for due in dues[:_DUES]:
        who = due.names or (due.owes if due.owes is not Owes.NOBODY else text("by itself"),)
        said = text("{who}: {due}", who=who, due=_due(due))
        yield f"- {plain(language.say(said))}\n"
    if len(dues) > _DUES:
        rest = plural("… and {n} other", "… and {n} others", n=len(dues) - _DUES)
        yield f"- {plain(language.say(rest))}\n"


def _due(due: Due) -> Text:
    return text("{what}, {day} ({record})", what=due.what, day=due.date, record=due.record)


# -- findings --------------------------------------------------------------------------------------------


def _findings(report: Report, room: int) -> "Iterator[str]":
    say = report.language.say
    if report.diagnostics:
        yield _heading(report, text("Findings of the change"))
    order = {severity: position for position, severity in enumerate(Severity)}
    waiting = sorted(report.diagnostics, key=lambda each: order[each.severity])  # stable: by place within
    for position, each in enumerate(waiting):
        line = _finding(report, each)
        if len(line) > room:
            rest = plural(
                "{n} finding is left out, because the text would be too long; kic check shows it.",
                "{n} findings are left out, because the text would be too long; kic check shows them.",
                n=len(waiting) - position,
            )
            yield f"- **{plain(say(rest))}**\n"
            break
        room -= len(line)
        yield line
    if report.diagnostics:
        yield "\n"
    if report.left_out:
        yield f"{plain(say(left_out(report.left_out)))}\n\n"
    if report.waived:
        waived = plural(
            "{n} finding is waived by the base branch.",
            "{n} findings are waived by the base branch.",
            n=report.waived,
        )
        yield f"{plain(say(waived))}\n\n"


def _finding(report: Report, each: Diagnostic) -> str:
    span = report.snapshot.span(each.place)
    where = f"{report.path_in_git(each.place)}:{span.line}"
    advice = report.advice(each)
    words = f"**{plain(report.language.word(each.severity))} {each.law.code}** {plain(where)}: "
    return f"- {words}{plain(report.sentence(each))}{f' ({plain(advice)})' if advice else ''}\n"
