"""The table of chapters: every kind of record, written out; every rule stands in `kic.domain.rules`."""

from kic.core.record import Record, kind_of
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.committee import Council, Seat
from kic.domain.concept.edition import Edition, Resolution, Term
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import Event, Recommendation
from kic.domain.concept.structure import Body, Theme
from kic.domain.decisions import Decision
from kic.domain.meetings import Meeting
from kic.domain.notices import Notice, Objection
from kic.domain.papers import Paper
from kic.domain.participation import Consultation, Contribution
from kic.domain.payments import Payment
from kic.domain.publications import Publication
from kic.domain.reporting import Examination, Report
from kic.domain.revisions import Amendment
from kic.domain.revisions.rendition import Rendition
from kic.domain.scoring import ScoreSheet
from kic.domain.settings import Settings

RECORDS: tuple[type[Record], ...] = (
    Settings,
    Edition,
    Resolution,
    Term,
    Body,
    Theme,
    Recommendation,
    Event,
    Indicator,
    Consultation,
    Contribution,
    Amendment,
    Rendition,
    Council,
    Seat,
    Call,
    Application,
    ScoreSheet,
    Meeting,
    Paper,
    Decision,
    Notice,
    Objection,
    Payment,
    Report,
    Examination,
    Publication,
)

KINDS: dict[str, type[Record]] = {kind_of(record): record for record in RECORDS}
