"""What the forms of a call ask: its application form, its report forms and its proof of use, as values.

    form_of(snapshot, kind, call, application, language, on=day) -> Form
    mark_of(spelling) -> Mark | None                                which form a file says it is

Names of persons, addresses and accounts are asked for in fields that are marked as private: what comes back in them
goes into the private overlay alone.
"""

import datetime
import enum

import msgspec

from kic.core.near import near
from kic.core.snapshot import Snapshot
from kic.domain.applications import Application
from kic.domain.calls import Call, ReportKind
from kic.domain.settings import Settings
from kic.errors import UsageError
from kic.present.forms.model import Form
from kic.present.language import Language
from kic.repository.forms.application_form import ApplicationAsking
from kic.repository.forms.report_form import ReportAsking
from kic.repository.forms.wording import words_of

VERSION = "2"
_PARTS = 6
"""The parts of a mark: the last one, the city, may have any words in it."""


class FormKind(enum.Enum):
    """The forms of a call."""

    APPLICATION = "application"
    INTERIM = "interim"
    FINAL = "final"
    PROOF_OF_USE = "proof_of_use"

    @property
    def report(self) -> ReportKind | None:
        """The report that is handed in with it; None for the application."""
        return None if self is FormKind.APPLICATION else ReportKind(self.value)


class Mark(msgspec.Struct, frozen=True):
    """What a form says of itself: its kind, the call, the application where it is made for one, its language, its city.

    Ids of calls are alike in every city, so that only the city tells its forms from those of another one.
    """

    kind: FormKind
    call: str
    application: str | None
    language: str
    city: str

    def __str__(self) -> str:
        return ";".join(
            (VERSION, self.kind.value, self.call, self.application or "", self.language, self.city)
        )


def mark_of(spelling: str) -> Mark | None:
    """The mark that is spelled so; None for one that no version of kic wrote."""
    parts = spelling.split(";", _PARTS - 1)
    if len(parts) != _PARTS or parts[0] != VERSION or parts[4] not in ("de", "en"):
        return None
    try:
        kind = FormKind(parts[1])
    except ValueError:
        return None
    return Mark(kind, parts[2], parts[3] or None, parts[4], parts[5])


def city_of(snapshot: Snapshot) -> str:
    """The city as its forms name it, with its Land: `Neuenlauter (RP)`; empty where there are no settings."""
    settings = snapshot.only(Settings)
    return spelled_city(settings) if settings is not None else ""


def spelled_city(settings: Settings) -> str:
    """The city of these settings as forms name it."""
    return f"{' '.join(settings.municipality.name.split())} ({settings.land})"


def form_of(
    snapshot: Snapshot,
    kind: FormKind,
    call: Call,
    application: Application | None,
    language: Language,
    *,
    on: datetime.date,
) -> Form:
    """The form in a language; made for an application, what is known of it stands there already."""
    if kind.report is None:
        title, sections = ApplicationAsking(snapshot, call, application, language).application_form()
    else:
        title, sections = ReportAsking(snapshot, call, application, language).report_form(kind.report)
    parts = tuple(sections)
    named = application.id if application is not None else None
    return Form(
        title=language.say(title),
        subject=call.title,
        language=language.code,
        mark=str(Mark(kind, call.id, named, language.code, city_of(snapshot))),
        on=on,
        sections=parts,
        words=words_of(parts, language),
    )


def wanted_kind(word: str) -> FormKind:
    """The form that is meant by `application`, `interim`, `final`, `proof` or `proof_of_use`. Raises UsageError."""
    spelled = word.strip().casefold().replace("-", "_")
    found = FormKind.PROOF_OF_USE if spelled == "proof" else None
    for each in FormKind:
        if each.value == spelled:
            found = each
    if found is None:
        names = tuple(each.value for each in FormKind)
        close = near(spelled, names)
        raise UsageError(
            "There is no form {name}; the forms are {forms}.",
            help="Did you mean {names}?" if close else "",
            name=word,
            forms=names,
            names=close,
        )
    return found
