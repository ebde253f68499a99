"""`kic erase --list`: what is due for review after its period of retention. Nothing is deleted by itself."""

from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.domain.applications.retention import Retained, due_for_review, retention_of


def show_due(session: Session, *, output: str) -> int:
    """Shows every call with the end of its period, those that are due first; gives the exit code."""
    snapshot = session.repository.snapshot
    rule = retention_of(snapshot)
    found = due_for_review(snapshot, session.today)
    if output == "json":
        rule_shown = {"years": rule.years, "begins": rule.begins, "source": rule.source}
        session.json("erase", {"retention": rule_shown, "calls": found})
        return 0
    say = session.language.say
    session.out(
        say(
            plural(
                "Kept for {n} year, from: {begins}. Source: {source}",
                "Kept for {n} years, from: {begins}. Source: {source}",
                n=int(rule.years),
                begins=rule.begins,
                source=rule.source,
            )
        )
    )
    for each in found:
        session.out(f"{each.call}  {say(_said(each))}")
    due = [person for each in found if each.due for person in each.persons]
    session.next_step(f"kic erase {due[0]}" if due else "kic person list")
    return 0


def _said(each: Retained) -> Text:
    if each.until is None:
        return text("to be kept; the year {year} is not closed yet", year=str(each.year))
    if not each.due:
        return text("to be kept until {until}", until=each.until)
    if not each.persons:
        return text("due for review since the end of {until}; no person stands in it alone", until=each.until)
    return text("due for review since the end of {until}; persons: {ids}", until=each.until, ids=each.persons)
