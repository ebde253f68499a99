"""What the settings make of findings: severities, waivers in force, and what nobody may switch off."""

import datetime

import pytest

from kic.core.diagnostic import Law, Severity, diagnose
from kic.core.place import Place
from kic.core.text import text
from kic.domain.settings import Settings, judged

UPDATE = Law("KIC240", "update-overdue", Severity.WARNING, "…")
READING = Law("KIC001", "yaml-syntax", Severity.ERROR, "…")
PERSON = Law("KIC080", "e-mail-address", Severity.ERROR, "…")
TODAY = datetime.date(2026, 11, 22)


HEAD = "kind: settings\nid: s\nformat: 1\nmunicipality: {name: Stadt}\nland: RP\n"


def settings_with(repository, more):
    return repository({"kic.yaml": HEAD + more}).only(Settings)


def findings(law, *records):
    return [diagnose(law, text("…"), Place(f"concept/{record}.yaml"), record=record) for record in records]


def severity(code, level):
    return f"severities:\n  - {{code: {code}, severity: {level}, reason: so beschlossen}}\n"


def waiver(code, record, until):
    return f"waivers:\n  - {{code: {code}, record: {record}, until: {until}, reason: so beschlossen}}\n"


@pytest.mark.parametrize(
    ("choice", "weighs"),
    [("", ["warning"]), ("error", ["error"]), ("warning", ["warning"]), ("note", ["note"]), ("off", [])],
)
def test_a_repository_may_weigh_a_finding_differently(repository, choice, weighs):
    settings = settings_with(repository, severity("KIC240", choice) if choice else "")
    assert [each.severity.value for each in judged(findings(UPDATE, "he-01"), settings, TODAY)] == weighs


@pytest.mark.parametrize(
    ("until", "kept"),
    [
        ("2026-11-22", ["he-02"]),
        ("2026-11-21", ["he-01", "he-02"]),
        ("2030-01-01", ["he-02"]),
    ],
)
def test_a_waiver_holds_until_its_last_day_for_its_record(repository, until, kept):
    settings = settings_with(repository, waiver("KIC240", "he-01", until))
    found = judged(findings(UPDATE, "he-01", "he-02"), settings, TODAY)
    assert [each.record for each in found] == kept


def test_a_waiver_names_a_path_where_there_is_no_id(repository):
    settings = settings_with(repository, waiver("KIC064", "concept/notiz.txt", "2027-01-01"))
    law = Law("KIC064", "stray-file", Severity.WARNING, "…")
    assert judged([diagnose(law, text("…"), Place("concept/notiz.txt"))], settings, TODAY) == []


def test_unreadable_records_and_personal_data_cannot_be_switched_off(repository):
    found = [*findings(READING, "he-01"), *findings(PERSON, "he-01")]
    for more in (
        severity("KIC001", "off"),
        severity("KIC080", "note"),
        waiver("KIC001", "he-01", "2027-01-01"),
    ):
        assert judged(found, settings_with(repository, more), TODAY) == found


def test_a_false_alarm_about_personal_data_may_be_waived(repository):
    settings = settings_with(repository, waiver("KIC080", "he-01", "2027-01-01"))
    assert judged(findings(PERSON, "he-01", "he-02"), settings, TODAY) == findings(PERSON, "he-02")


def test_without_settings_nothing_changes():
    found = findings(UPDATE, "he-01")
    assert judged(found, None, TODAY) == found


@pytest.mark.parametrize("code", ["KIC001", "KIC090", "KIC107", "KIC240"])
def test_codes_of_all_floors_may_be_named(codes, code):
    waived = ("kic.yaml", "", waiver(code, "he-01", "2027-01-01"))
    assert "KIC107" not in codes(waived)


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://integration.neuenlauter.example/", True),
        ("http://neuenlauter.example:8080/integration/konzept", True),
        ("https://neuenlauter.example/@integration", True),
        ("https://stelle:geheim@neuenlauter.example/", False),
        ("https://stelle@neuenlauter.example/", False),
        ("https://neuenlauter.example/?seite=1", False),
        ("https://neuenlauter.example/#oben", False),
        ("https://neuenlauter.example?seite=1", False),
        ("https:///integration", False),
    ],
)
@pytest.mark.parametrize("part", ["site", "open_data"])
def test_what_lies_below_an_address_can_be_named_and_no_password_gets_out(repository, part, address, fits):
    """The address stands in front of paths, on every page, in feed and sitemap."""
    state = repository({"kic.yaml": HEAD + f"{part}:\n  address: {address!r}\n"})
    assert [each.law.code for each in state.diagnostics] == ([] if fits else ["KIC035"])


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://www.govdata.de/dl-de/by-2-0?lang=de#top", True),
        ("https://stelle:geheim@neuenlauter.example/", False),
    ],
)
def test_no_other_address_holds_a_password_either(repository, address, fits):
    more = f"open_data:\n  licence: {{name: Lizenz, url: {address!r}}}\n"
    state = repository({"kic.yaml": HEAD + more})
    assert [each.law.code for each in state.diagnostics] == ([] if fits else ["KIC035"])
