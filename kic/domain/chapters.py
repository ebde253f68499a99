"""The table of chapters: every kind of record and every rule, written out."""

from kic.core.record import Record, kind_of
from kic.core.rule import Rule
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.committee import Council, Seat
from kic.domain.concept.edition import Edition, Resolution, Term
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import Event, Recommendation
from kic.domain.concept.structure import Body, Theme
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
    Council,
    Seat,
    Call,
    Application,
    ScoreSheet,
)

KINDS: dict[str, type[Record]] = {kind_of(record): record for record in RECORDS}

RULES: tuple[Rule, ...] = ()
