"""Personal data is found in every usual spelling, and what only looks like it is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.domain.privacy.forms import births, emails, ibans, phones, tax_ids
from kic.domain.privacy.rules import RULES

FOUND = {
    emails: """
        erika.muster@web.example.stadt
        Anfragen an e.muster+kurs@kurse.verein.stadt bitte
        <e_muster@post.stadt>
        büro@bücher.stadt
        kontakt: ERIKA@POST.STADT
    """,
    phones: """
        030 23125 042
        030/23125042
        030-23125042
        (030) 23125-042
        +49 30 23125042
        +49 (0)30 23125-042
        0049 30 23125042
        0151-23125042
        0151 231 250 42
        01512312504
        Tel. 23125042
        Telefon: 23125-042
        Mobil: 0151 2312
        +33 1 99 00 12 34
    """,
    ibans: """
        DE89370400440532013000
        DE89 3704 0044 0532 0130 00
        de89 3704 0044 0532 0130 00
        IBAN: DE89-3704-0044-0532-0130-00.
        DE88 3704 0044 0532 0130 00
        GB29 NWBK 6016 1331 9268 19
        FR14 2004 1010 0505 0001 3M02 606
        NL91ABNA0417164300
        AT611904300234573201 bei der Bank
    """,
    births: """
        geb. 03.05.1951
        geboren am 3. Mai 1951
        Geburtsdatum: 1951-05-03
        geburtsdatum: "03.05.51"
        born on 3 May 1951
        date of birth: 1951-05-03
        birth_date: 1951-05-03
    """,
    tax_ids: """
        86095742719
        86 095 742 719
        Steuer-ID: 12345678901
        Steueridentifikationsnummer 12345678901
        IdNr. 12 345 678 901
    """,
}
HARMLESS = {
    emails: """
        integration@musterstadt.example
        foerderung@rathaus.musterstadt.example
        info@verein.example
        jemand@example.org
        um 15 Uhr @ Rathaus
        @musterstadt
        a@b
    """,
    phones: """
        2026-03-31
        2026-03-31T23:59
        31.03.2026
        1234567.50
        50000.00
        70.000 und 44.000
        01.02.2026 bis 05.06.2026
        Az. 051 1234567
        Aktenzeichen 0631/20261234
        Drucksache 0815/2026-1234
        2026-1-013
        0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        67655 Musterstadt
        2 A 10098/09
        § 39 Abs. 1 GemO
        https://www.musterstadt.example/2026/0123456789
        43 Maßnahmen, 200 Personen, 126.000 Euro
    """,
    ibans: """
        DE2026
        he-01 t1-z1 2026-1-013
        am 2026-03-31 und 2026-04-15
        GB29 NWBK 6016 1331 9268 18
        RP 2026 0401 20261234 77
        ab12cd34ef56ab12cd34ef56ab12cd34
    """,
    births: """
        geboren in Kaiserslautern
        Gebiet 03.05.2026
        Ergebnis vom 2026-03-31
        Angebot: 03.05.2026
        am 03.05.2026
    """,
    tax_ids: """
        86095742718
        12345678901
        11111111111
        2026-03-31
        12345678901.50
        Az. 86095742719
    """,
}


def lines(table):
    return [(finder, line.strip()) for finder, text in table.items() for line in text.strip().splitlines()]


def spots(finder, line):
    return list(finder(line, "musterstadt.example") if finder is emails else finder(line))


def of(finder):
    return RULES[(emails, phones, ibans, births, tax_ids).index(finder)]


@pytest.mark.parametrize(
    ("finder", "line"), lines(FOUND), ids=lambda value: getattr(value, "__name__", value)
)
def test_found(finder, line, repository):
    assert len(spots(finder, line)) == 1
    state = repository(
        {"concept/bodies/v.yaml": f"kind: body\nid: v\nname: Verein\nbody: association\n# {line}\n"}
    )
    findings = list(of(finder).function(state))
    assert [each.at.span.line for each in findings] == [5], "also through the quick look at the bytes"


@pytest.mark.parametrize(
    ("finder", "line"), lines(HARMLESS), ids=lambda value: getattr(value, "__name__", value)
)
def test_left_alone(finder, line):
    assert spots(finder, line) == []


def test_an_office_address_may_stand_and_a_persons_may_not():
    line = "integration@stadt.example, vorname.nachname@stadt.example"
    assert [line[spot.start : spot.end] for spot in emails(line, "stadt.example")] == [
        "vorname.nachname@stadt.example"
    ]


ADDRESSES = [line for finder, line in lines(FOUND) if finder is emails]


@given(
    st.lists(
        st.sampled_from([*ADDRESSES, "", "Um 9 Uhr @ Rathaus", "büro (at) stadt.de", "%40"]),
        max_size=6,
    )
)
def test_addresses_of_a_text_are_those_of_its_lines(lines):
    text = "\n".join(lines)
    of_each = [line[spot.start : spot.end] for line in lines for spot in emails(line)]
    assert sorted(text[spot.start : spot.end] for spot in emails(text)) == sorted(of_each)


def test_a_sentence_goes_on_after_an_account():
    line = "Bitte auf DE89 3704 0044 0532 0130 00 bis 31.03. zahlen"
    (spot,) = ibans(line)
    assert line[spot.start : spot.end] == "DE89 3704 0044 0532 0130 00"


def test_an_account_in_two_lines_of_a_folded_text():
    (spot,) = ibans("note: >-\n  auf DE89 3704 0044\n  0532 0130 00\n")
    assert spot.start == len("note: >-\n  auf ")


def test_keys_comments_texts_and_file_names(repository):
    state = repository(
        {
            "concept/bodies/geb-1.yaml": "kind: body\nid: geb-1\n0151-23125042: x\n# 0151-23125043\n",
            "concept/0151-23125044.txt": "",
        }
    )
    assert [(each.at.path, each.at.span.line) for each in of(phones).function(state)] == [
        ("concept/bodies/geb-1.yaml", 3),
        ("concept/bodies/geb-1.yaml", 4),
        ("concept/0151-23125044.txt", 1),
    ]


LETTERHEAD = """\
kind: settings
id: kic
format: 1
municipality: {name: Stadt}
land: RP
letterhead:
  sender: Stadt
  address: [Stadt]
  place: Ort
"""


@pytest.mark.parametrize(
    ("more", "number"),
    [
        ("  telephone: 030 23125-000\n", 0),
        ("  telephone:\n    030 23125-000\n", 0),
        ("  footer:\n    - Tel. 030 23125-042\n", 1),
        ("  telephone: 030 23125-000\n  footer:\n    - Tel. 030 23125-042\n", 1),
        ("  telephone: 030 23125-000\n# Frau Muster: Tel. 030 23125-042\n", 1),
    ],
)
def test_the_office_s_general_number_may_stand_in_the_letterhead_alone(more, number, repository):
    state = repository({"kic.yaml": LETTERHEAD + more})
    assert len(list(of(phones).function(state))) == number


def test_texts_beside_the_records_are_searched_and_templates_and_what_was_published_are_not(repository):
    state = repository(
        {
            "reports/2025-1-001/teilnehmende.csv": "Nr;Telefon\n1;0151-23125042\n",
            "applications/2025-1/anlage.txt": "0151-23125043",
            "reports/published/2025/kontakt.txt": "0151-23125044",
            "concept/richtlinie.md": "Rückfragen: 0151-23125045",
            "templates/brief.md.j2": "Telefon 0151-23125046",
            "reports/2025-1-001/bild.png": "\0 0151-23125047",
        }
    )
    assert [(each.at.path, each.at.span.line) for each in of(phones).function(state)] == [
        ("applications/2025-1/anlage.txt", 1),
        ("concept/richtlinie.md", 1),
        ("reports/2025-1-001/teilnehmende.csv", 2),
    ]


@pytest.mark.parametrize("finder", FOUND, ids=lambda finder: finder.__name__)
@pytest.mark.parametrize("neighbour", ["a7", "+0", "Mittel.", " 0", "geb", "7\n"])
def test_found_among_many_other_files(finder, neighbour, repository):
    found = [line.strip() for line in FOUND[finder].strip().splitlines()]
    files = {f"concept/bodies/{n:03}.yaml": f"{neighbour}\n# {n}. {neighbour}" for n in range(200)}
    for n, line in enumerate(found):
        files[f"concept/bodies/{n * 13:03}.yaml"] = line
        if "/" not in line:
            files[f"concept/{n * 7}/{line}/{n}.txt"] = ""
    state = repository(files)
    expected = [path for path in state.files if path.endswith(".txt") or files[path] in found]
    assert [each.at.path for each in of(finder).function(state)] == sorted(
        expected, key=lambda path: (path.endswith(".txt"), path)
    )


@pytest.mark.parametrize("finder", FOUND, ids=lambda finder: finder.__name__)
@pytest.mark.parametrize("between", [" ", "\n", "'", ": "])
def test_a_fingerprint_hides_nothing(finder, between, repository):
    fingerprint = "ab12345678901" + "0" * 51
    found = [line.strip() for line in FOUND[finder].strip().splitlines() if "/" not in line]
    files = {
        f"concept/bodies/{n:03}.yaml": f"digest: {fingerprint}{between}# {line} #{between}{fingerprint}\n"
        for n, line in enumerate(found)
    }
    assert [each.at.path for each in of(finder).function(repository(files))] == list(files)


def test_columns_are_characters_and_a_bom_is_none(repository):
    state = repository({"concept/bodies/v.yaml": "\ufeff# Büro Nöß 0151-23125042\n"})
    ((start, end),) = [(e.at.span.column, e.at.span.end_column) for e in of(phones).function(state)]
    assert (start, end) == (len("# Büro Nöß ") + 1, len("# Büro Nöß 0151-23125042") + 1)


@given(st.text(max_size=300))
def test_no_text_stops_a_search(text):
    for finder in FOUND:
        for spot in finder(text):
            assert 0 <= spot.start < spot.end <= len(text)
