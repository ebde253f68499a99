"""An office takes a template of kic, changes it, and finds its way when the change is wrong."""

from pathlib import Path

import pytest

from kic.present import shipped
from kic.present.page import PICTURES
from kic.present.templating import shipped as templates
from tests.cli.inprocess import call, run


def test_a_template_is_laid_where_it_holds_and_changed_there(city: Path) -> None:
    own = city / "templates/acknowledgement.md.j2"
    done = run("render", "--template", own.name, "-o", f"templates/{own.name}", cwd=city)
    assert (done.code, done.err) == (0, f"Geschrieben: templates/{own.name}\n")
    assert own.read_bytes() == shipped.content(own.name)
    untouched = run("render", "acknowledgement", "2026-1-003", "--to", "md", cwd=city).out
    own.write_text(own.read_text("utf-8").replace('{% include "letter-end.md.j2" %}', "Bis bald!\n"), "utf-8")
    changed = run("render", "acknowledgement", "2026-1-003", "--to", "md", cwd=city).out
    assert "Bis bald!" not in untouched
    assert changed.rstrip().endswith("Bis bald!")
    explained = run("render", "acknowledgement", "2026-1-003", "--explain", cwd=city).out
    assert f"  templates/{own.name}" in explained
    assert "  kic:templates/letter-head.md.j2" in explained


def test_what_the_office_has_is_never_written_over(city: Path) -> None:
    own = city / "templates/page.css"
    own.write_text("/* ours */\n", "utf-8")
    done = run("render", "--template", "page.css", "-o", "templates/page.css", cwd=city)
    assert done.code == 3
    assert "templates/page.css ist bereits vorhanden." in done.err
    assert own.read_text("utf-8") == "/* ours */\n"


def test_a_wrong_name_in_it_leads_to_the_one_to_compare_with(city: Path) -> None:
    own = city / "templates/acknowledgement.md.j2"
    own.write_text("{{ call.titel }}\n", "utf-8")
    done = run("render", "acknowledgement", "2026-1-003", "--to", "md", cwd=city)
    assert done.code == 1
    assert "templates/acknowledgement.md.j2:1" in done.err
    assert "kic render --template acknowledgement.md.j2" in done.err


def test_one_that_only_the_office_has_is_compared_with_nothing(city: Path) -> None:
    (city / "templates/ours.md.j2").write_text("{{ nothing }}\n", "utf-8")
    (city / "templates/acknowledgement.md.j2").write_text('{% include "ours.md.j2" %}\n', "utf-8")
    done = run("render", "acknowledgement", "2026-1-003", "--to", "md", cwd=city)
    assert done.code == 1
    assert "templates/ours.md.j2:1" in done.err
    assert "--template" not in done.err


@pytest.mark.parametrize("spelled", ["page.css", "kic:templates/page.css", r"templates\page.css"])
def test_names_are_taken_as_explain_writes_them(spelled: str, built_city: Path) -> None:
    done = call("render", "--template", spelled, folder=built_city)
    assert done.code == 0
    assert done.out == shipped.content("page.css").decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--template", "award-notise.md.j2"), "Meinten Sie award-notice.md.j2"),
        (("--template", "../cli/app.py"), "kic hat keine Vorlage ../cli/app.py."),
        (("--template", "ci/github.yml"), "kic hat keine Vorlage ci/github.yml."),
        (
            ("--template", "reference.docx"),
            "kic render --template reference.docx -o templates/reference.docx",
        ),
        (("concept", "--template", "page.css"), "--template steht allein oder mit -o."),
        (("--template", "page.css", "--explain"), "--template steht allein oder mit -o."),
        (("--template", "page.css", "--to", "pdf"), "--template steht allein oder mit -o."),
        (("--template", "page.css", "--format", "json"), "--template steht allein oder mit -o."),
        (("--template", "chart.css"), "kic hat keine Vorlage chart.css."),
    ],
)
def test_what_cannot_be_handed_out_is_said(typed: tuple[str, ...], said: str, built_city: Path) -> None:
    done = call("render", *typed, folder=built_city)
    assert done.code == 2
    assert said in done.err


def test_every_template_of_a_document_can_be_had() -> None:
    assert set(templates()) <= set(shipped.names())
    assert {"page.css", "paper.typ", "letter.typ", "reference.docx", "site/site.css"} <= set(shipped.names())
    assert PICTURES not in shipped.names(), "nothing replaces it"
    with pytest.raises(KeyError):
        shipped.content("fonts/NotoSans-Bold.ttf")
