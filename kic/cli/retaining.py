"""`kic erase --list`: what is due for review after its period of retention. Nothing is deleted by itself."""

from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.domain.applications.retention import DEFAULT, Retained, due_for_review
from kic.domain.settings import Retention, Settings


def show_due(session: Session, *, output: str) -> int:
    """Shows every call with the end of its period, those that are due first; gives the exit code."""
    snapshot = session.repository.snapshot
    settings = snapshot.only(Settings)
    rule = settings.retention if settings is not None else None
    found = due_for_review(snapshot, session.today)
    if output == "json":
        rule_shown = {
            "years": int(rule.years) if rule is not None else int(DEFAULT.years),
            "begins": rule.begins if rule is not None else None,
            "source": rule.source if rule is not None else None,
        }
        session.json("erase", {"retention": rule_shown, "calls": found})
        return 0
    say = session.language.say
    session.out(say(_rule(rule)))
    for each in found:
        session.out(f"{each.call}  {say(_said(each))}")
    due = [person for each in found if each.due for person in each.persons]
    session.next_step(f"kic erase {due[0]}" if due else "kic person list")
    return 0


def _rule(rule: Retention | None) -> Text:
    if rule is None:
        return text(
            "Kept for {n} years after a year was closed: kic's proposal, which nobody has confirmed. The city's own "
            "rule belongs into kic.yaml (retention).",
            n=int(DEFAULT.years),
        )
    return plural(
        "Kept for {n} year, from: {begins}. Source: {source}",
        "Kept for {n} years, from: {begins}. Source: {source}",
        n=int(rule.years),
        begins=rule.begins,
        source=rule.source,
    )


def _said(each: Retained) -> Text:
    if each.until is None:
        return text("to be kept; the year {year} is not closed yet", year=str(each.year))
    if not each.due:
        return text("to be kept until {until}", until=each.until)
    if not each.persons:
        return text("due for review since the end of {until}; no person stands in it alone", until=each.until)
    return text("due for review since the end of {until}; persons: {ids}", until=each.until, ids=each.persons)
