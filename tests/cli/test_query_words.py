"""What the status query says: when it went out, in this language's words, and what to do where an address is missing."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.inprocess import call


@pytest.mark.parametrize(("lang", "day"), [("de", "22.11.2026"), ("en", "22 November 2026")])
def test_the_day_it_went_out_is_said_as_the_language_says_it(
    built_city: Path, tmp_path: Path, lang: str, day: str
) -> None:
    words = ("sheet", "out", "status", "--body", "a-jugend", "-o", str(tmp_path))
    done = call(*words, folder=built_city, today="2026-11-22", lang=lang)
    assert done.code == 0, done.err
    sheet = openpyxl.load_workbook(tmp_path / "status-a-jugend.xlsx").worksheets[1]
    [said] = [row[1].value for row in sheet.iter_rows(max_row=4) if "[sent]" in str(row[0].value)]
    assert said.replace("\xa0", " ") == day


def test_who_has_no_address_is_named_with_the_command_that_enters_it(city: Path, tmp_path: Path) -> None:
    words = ("sheet", "out", "status", "--body", "a-jugend", "--mail", "-o", str(tmp_path))
    done = call(*words, folder=city)
    assert "so eingetragen: kic person add a-jugend --name NAME --email ADRESSE; danach" in done.err
    added = call("person", "add", "a-jugend", "--name", "Erika Muster", "--yes", folder=city)
    assert added.code == 0, added.err
    done = call(*words, "--replace", folder=city)
    assert "so eingetragen: kic person set a-jugend --email ADRESSE; danach" in done.err
    call("person", "set", "a-jugend", "--email", "jugend@stadt.example", "--yes", folder=city)
    done = call(*words, "--replace", folder=city)
    assert "eingetragen" not in done.err
    assert (tmp_path / "status-a-jugend.eml").is_file()
