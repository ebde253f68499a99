"""Words and formats: what stands in the left column is shown as in the two others."""

import datetime
import enum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.text import Keyword, Label, Text, keywords, plural, text
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share
from kic.domain.concept.recommendation import Light, Status
from kic.present.language import Language, speak

GERMAN, ENGLISH = speak("de"), speak("en")

VALUES = [
    # value                                        German                      English
    (Money(123456),                                "1.234,56 €",               "€1,234.56"),
    (Money(0),                                     "0,00 €",                   "€0.00"),
    (Money(-5),                                    "-0,05 €",                  "-€0.05"),
    (Money(-12345678901),                          "-123.456.789,01 €",        "-€123,456,789.01"),
    (datetime.date(2026, 1, 2),                    "02.01.2026",               "2 January 2026"),
    (datetime.datetime.fromisoformat("2026-03-31T23:59"),  "31.03.2026, 23:59 Uhr",    "31 March 2026, 23:59"),
    (Moment.parse("2026-03-31T08:05"),             "31.03.2026, 08:05 Uhr",    "31 March 2026, 08:05"),
    (PartialDate.parse("2022-02-14"),              "14.02.2022",               "14 February 2022"),
    (PartialDate.parse("2022-06"),                 "Juni 2022",                "June 2022"),
    (PartialDate.parse("2013"),                    "2013",                     "2013"),
    (2026,                                         "2026",                     "2026"),  # a year is no amount
    (Count(12345),                                 "12.345",                   "12,345"),
    (Number("7.50"),                               "7,50",                     "7.50"),
    (Number("-12345.6"),                           "-12.345,6",                "-12,345.6"),
    (Fraction(15, 2),                              "7,5",                      "7.5"),
    (Fraction(-1, 8),                              "-0,125",                   "-0.125"),
    (Fraction(22, 3),                              "≈ 7,33",                   "≈ 7.33"),
    (Share("75%"),                                 "75 %",                     "75%"),
    (Share("12.5%"),                               "12,5 %",                   "12.5%"),
    (True,                                         "ja",                       "yes"),
    (None,                                         "–",                        "–"),
    ("he-07 {x} 5 %",                              "he-07 {x} 5 %",            "he-07 {x} 5 %"),  # record text
    ((),                                           "–",                        "–"),
    (("a",),                                       "a",                        "a"),
    (["a", Money(100), Share("5%")],               "a, 1,00 € und 5 %",        "a, €1.00 and 5%"),
    (frozenset({"b", "a"}),                        "a und b",                  "a and b"),
    (Status.IN_PROGRESS,                           "in Umsetzung",             "in progress"),
    (Light.GREEN,                                  "Grün",                     "green"),
    (Label("kind", "goal"),                        "strategisches Ziel",       "goal"),
    (Keyword("Status", "in_progress"),             "in_progress (in Umsetzung)", "in_progress"),
    (keywords(Light),                              "green (Grün), yellow (Gelb) und red (Rot)", "green, yellow and red"),
    (text("{n} of {m}", n=1, m=Money(1)),          "1 of 0,01 €",              "1 of €0.01"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "german", "english"),
    VALUES,
    ids=lambda value: repr(sorted(value) if isinstance(value, frozenset) else value)[:30],
)
def test_values_are_formatted_by_their_types(value, german, english):
    sentence = text("({value})", value=value)
    assert GERMAN.say(sentence).replace("\u00a0", " ") == f"({german})"
    assert ENGLISH.say(sentence).replace("\u00a0", " ") == f"({english})"


def test_signs_do_not_part_from_their_numbers():
    assert GERMAN.money(Money(100)) == "1,00\u00a0€"
    assert GERMAN.percent(Share("5%")) == "5\u00a0%"
    assert GERMAN.say("§ 22 Abs. 1 Nr. 3, 5 %") == "§\u00a022 Abs.\u00a01 Nr.\u00a03, 5\u00a0%"
    assert ENGLISH.say("5 %") == "5 %"
    # record text is shown as it was written, to the character
    assert GERMAN.say(text("{quoted}", quoted="§ 22, 5 %")) == "§ 22, 5 %"


def test_a_question_lists_alternatives():
    near = text("Did you mean {names}?", names=("t1", "t2", "t3"))
    assert ENGLISH.say(near) == "Did you mean t1, t2 or t3?"
    assert GERMAN.say(near).endswith("t1, t2 oder t3?")
    assert ENGLISH.say(text("There are {names}.", names=("t1", "t2"))) == "There are t1 and t2."


def test_long_dates_stand_in_letters():
    assert GERMAN.date(datetime.date(2026, 11, 2), long=True) == "2.\u00a0November 2026"
    assert GERMAN.date(PartialDate.parse("2026-11"), long=True) == "November 2026"
    assert ENGLISH.date(datetime.date(2026, 11, 2), long=True) == "2\u00a0November 2026"


def test_shares_of_one():
    assert GERMAN.percent(Fraction(1, 3), 1) == "33,3\u00a0%"
    assert ENGLISH.percent(Fraction(1, 4)) == "25%"


def test_plural_follows_the_count():
    def notes(n):
        return ENGLISH.say(plural("{n} note", "{n} notes", n=n))

    assert [notes(0), notes(1), notes(2), notes(10_000)] == ["0 notes", "1 note", "2 notes", "10,000 notes"]
    assert ENGLISH.count("{n} note of {m}", "{n} notes of {m}", 1, m="x") == "1 note of x"
    assert GERMAN.say(plural("{n} error", "{n} errors", n=1)) == "1 Fehler"


def test_labels_come_from_the_catalogue_or_the_key():
    assert GERMAN.label("field", "responsible") == "Zuständig"
    assert ENGLISH.label("field", "responsible") == "Responsible"
    assert ENGLISH.label("field", "reported_by") == "Reported by"
    assert ENGLISH.label("field", "id") == "ID"
    assert GERMAN.label("kind", "recommendation") == "Handlungsempfehlung"
    assert ENGLISH.label("kind", "council_group") == "council group"
    assert GERMAN.label("field", "not_a_field_at_all") == "Not a field at all"
    assert ENGLISH.label("AllocationRule", "score-per-euro") == "score per euro"


def test_missing_words_and_broken_placeholders_never_raise():
    assert GERMAN.say("No one has translated this.") == "No one has translated this."
    assert GERMAN.say(text("{here} {missing} { {} {0} {a.b}", here="x")) == "x {missing} { {} {0} {a.b}"
    assert GERMAN.say(text("{{literally}} {x}", x=1)) == "{literally} 1"
    assert GERMAN.say("") == ""  # not the header of the catalogue
    assert GERMAN.say(Text("one", {"n": "many"}, "some")) == "some"


def test_unknown_language_is_german():
    assert speak("fr") is speak("fr")
    assert speak("fr").code == "de"


class Colour(enum.Enum):
    DARK_RED = "dark_red"


scalars = st.one_of(
    st.text(), st.integers(), st.booleans(), st.none(), st.fractions(), st.dates(), st.just(Colour.DARK_RED),
    st.integers(-(10**15), 10**15).map(Money),
)  # fmt: skip
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=5)


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b", "n"]), values), st.sampled_from(["de", "en"]))
def test_saying_never_raises(template, given_values, code):
    language = Language(code)
    assert isinstance(language.say(Text(template + "{a}{n}", given_values, template)), str)
    assert isinstance(language.say(Text("{x}", {"x": Text(template, given_values)})), str)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_half_away_from_zero_and_exact(value, places):
    shown = ENGLISH.number(value, places).replace(",", "")
    error = abs(Fraction(shown) - value)
    assert error <= Fraction(1, 2 * 10**places)
    if error == Fraction(1, 2 * 10**places):
        assert abs(Fraction(shown)) > abs(value)
    assert len(shown.partition(".")[2]) == places
    assert shown.strip("-0.") or not shown.startswith("-")


@given(st.integers(-(10**14), 10**14))
def test_money_reads_back_in_both_languages(cents):
    german = GERMAN.money(Money(cents)).removesuffix("\u00a0€").replace(".", "").replace(",", ".")
    english = ENGLISH.money(Money(cents)).replace("€", "").replace(",", "")
    assert round(Fraction(german) * 100) == round(Fraction(english) * 100) == cents
