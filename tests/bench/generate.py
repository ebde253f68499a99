"""A large repository as text, for measurements: many records of the everyday kinds that fit together.

`files(10_000)` gives paths and bytes, always the same for the same number. The texts are invented. On the day
`TODAY` kic finds nothing in them.
"""

from collections.abc import Iterator

TODAY = "2025-12-01"
FIRST_YEAR = 2023
CALLS_PER_YEAR = 40
SEATS = 25
APPLICATIONS_PER_CALL = 60
PER_CALL = APPLICATIONS_PER_CALL + SEATS + 1

_SETTINGS = """\
kind: settings
id: kic
format: 1
municipality:
  name: Stadt Beispielhausen
land: RP
current_edition: konzept-1
committee:
  name: Begleitausschuss
  seats: 25
invented: true
budget:
"""

_BUDGET = """\
  - year: {year}
    amount: 10000000.00
"""

_EDITION = """\
kind: edition
id: konzept-1
title: Integrationskonzept
adopted: 2020-02-14
published: 2020-06
effective: 2020-02-14
counts:
  themes: 6
  recommendations: {recommendations}
resolution: b-1
invented: true
"""

_RESOLUTION = """\
kind: resolution
id: b-1
title: Integrationskonzept und Wahl des Begleitausschusses
body: council
date: 2020-02-14
number: 0017/2020
invented: true
"""

_THEME = """\
kind: theme
id: t{number}
edition: konzept-1
number: {number}
title: Themenfeld {number}
vision: Alle haben Teil an dem, was dieses Themenfeld ausmacht.
goals:
  - id: t{number}-z1
    title: Zugänge öffnen
  - id: t{number}-z2
    title: Angebote verbinden
invented: true
"""

_BODY = """\
kind: body
id: {id}
name: {name}
body: {body}
invented: true
"""

_SEAT = """\
kind: seat
id: sitz-{number:02d}
title: Sitz {number} aus der Integrationsarbeit
expertise: Sprache und Bildung
terms:
  - start: 2020-03-01
    holder: s-{number:04d}
    resolution: b-1
invented: true
"""

_RECOMMENDATION = """\
kind: recommendation
id: he-{number:04d}
edition: konzept-1
number: {number}
title: Sprachcafés in jedem Stadtteil, Fassung {number}
text: |
  Die Stadt richtet in jedem Stadtteil ein Sprachcafé ein.
  Träger sind Vereine und Einrichtungen; die Stadt zahlt Räume
  und Material. „Niemand wird abgewiesen“.
provenance:
  wording: adopted
  source: Integrationskonzept
  page: {page}
theme: t{theme}
goals: [t{theme}-z1, t{theme}-z2]
responsible:
  - referat
  - vhs
invented: true
progress:
"""

_PROGRESS = """\
  - date: {year}-0{month}-14
    status: in_progress
    light: green
    note: "Halbjahr {month}: zwölf Termine, im Schnitt 14 Gäste; Räume gesichert."
    evidence:
      - Sachbericht {year}
      - Protokoll vom {month}. Treffen
    reported_by: referat
"""

_CALL = """\
kind: call
id: {id}
title: Förderaufruf {id}
year: {year}
number: {number}
state: closed
opens: {year}-01-15
closes: {year}-03-31T23:59
announcement:
  date: {year}-01-10
  place: Amtsblatt der Stadt
money:
  amount: 250000.00
  reservation: fulfilled
  reservation_fulfilled: {year}-01-12
themes: [t1, t2, t3, t4, t5, t6]
applicants: [institution, carrier, association, private_person]
terms:
  frozen: {year}-01-05
  max_rate: 80%
  scale: {{min: 0, max: 10, step: 0.5}}
  criteria:
    - {{id: bedarf, title: Bedarf, weight: 2}}
    - {{id: wirkung, title: Wirkung, weight: 3}}
  min_marks: 3
reports:
  - report: proof_of_use
    due: {next_year}-03-31
invented: true
"""

_APPLICATION = """\
kind: application
id: {call}-{number:03d}
call: {call}
number: {number}
title: {title}
summary: >
  Offene Treffen im Stadtteil mit gemeinsamem Kochen, Musik und Beratung.
  Ehrenamtliche begleiten Familien bei den ersten Wegen.
applicant:
  applicant: association
  body: verein-{number:02d}
themes: [t{theme}]
recommendations: [he-{recommendation:04d}]
period:
  start: {year}-06-01
  end: {year}-12-15
received: {year}-03-{day:02d}T10:{minute:02d}
costs:
  - item: Honorare
    amount: {fees}.00
  - item: Räume und Material
    amount: {rooms}.50
  - item: Bewirtung
    amount: {food}.50
    eligible: false
financing:
  - item: Beantragte Förderung
    fund: requested
    amount: {requested}.00
  - item: Eigenmittel des Vereins
    fund: own
    amount: 700.00
  - item: Eintritt
    fund: income
    amount: 200.00
requested: {requested}.00
minimum:
  share: 75%
advice:
  - date: {year}-02-10
    note: "Beratung am Telefon: Kostenplan, Eigenanteil und Nachweise."
de_minimis: not_an_undertaking
invented: true
"""

_SCORES = """\
kind: scores
id: {call}-sitz-{seat:02d}
call: {call}
seat: sitz-{seat:02d}
received: {year}-04-20
invented: true
marks:
"""

_DOING = (
    "Kochabende", "Chorproben", "Gartenarbeit", "Nähwerkstatt", "Bücherkreis", "Tischlerkurse", "Wandertouren",
    "Theaterspiel", "Fußballcamp", "Modenschau", "Filmgespräche", "Aquarelle",
)  # fmt: skip
_WITH = (
    "Familien", "Jugendlichen", "Großeltern", "Nachbarschaft", "Studierenden", "Lehrkräften", "Zugewanderten",
    "Erwerbslosen", "Müttergruppen", "Pflegeheimen",
)  # fmt: skip
_TREES = ("Ahorn", "Birken", "Buchen", "Eichen", "Erlen", "Linden", "Ulmen", "Weiden", "Eschen", "Tannen")
_PLACES = ("hof", "weg", "tal", "see", "rain", "feld")
"""What applications are about, and where. No two are alike for the rule on double funding, which also sees
words that differ in few letters; and no cost plan is another's."""


def files(records: int) -> dict[str, bytes]:
    """About so many records (at least some 200), by path."""
    return {path: content.encode() for path, content in _texts(records)}


def _texts(records: int) -> Iterator[tuple[str, str]]:
    recommendations = max(20, records // 6)
    calls = max(1, round((records - recommendations - 96) / PER_CALL))
    years = range(FIRST_YEAR, FIRST_YEAR + (calls - 1) // CALLS_PER_YEAR + 1)
    yield "kic.yaml", _SETTINGS + "".join(_BUDGET.format(year=year) for year in years)
    yield "concept/concept.yaml", _EDITION.format(recommendations=recommendations)
    yield "concept/resolutions/b-1.yaml", _RESOLUTION
    for number in range(1, 7):
        yield f"concept/themes/t{number}.yaml", _THEME.format(number=number)
    for id_, name, body in (
        ("referat", "Referat Soziales", "department"),
        ("vhs", "Volkshochschule", "institution"),
        *(
            (f"verein-{n:02d}", f"Verein Nummer {n}", "association")
            for n in range(1, APPLICATIONS_PER_CALL + 1)
        ),
    ):
        yield f"concept/bodies/{id_}.yaml", _BODY.format(id=id_, name=name, body=body)
    for number in range(1, SEATS + 1):
        yield f"concept/committee/sitz-{number:02d}.yaml", _SEAT.format(number=number)
    for number in range(1, recommendations + 1):
        yield f"concept/recommendations/he-{number:04d}.yaml", _recommendation(number)
    for number in range(calls):
        yield from _round(number, recommendations)


def _recommendation(number: int) -> str:
    head = _RECOMMENDATION.format(number=number, page=number % 90 + 10, theme=number % 6 + 1)
    months = (2, 4, 6, 8)
    entries = range(6 - number % 5, 8)
    return head + "".join(_PROGRESS.format(year=2024 + i // 4, month=months[i % 4]) for i in entries)


def _round(nth: int, recommendations: int) -> Iterator[tuple[str, str]]:
    year, place = FIRST_YEAR + nth // CALLS_PER_YEAR, nth % CALLS_PER_YEAR + 1
    call = f"{year}-{place}"
    folder = f"applications/{call}"
    yield f"{folder}/call.yaml", _CALL.format(id=call, year=year, number=place, next_year=year + 1)
    about = f"{_DOING[nth % len(_DOING)]} mit {_WITH[nth // len(_DOING) % len(_WITH)]}"
    for number in range(1, APPLICATIONS_PER_CALL + 1):
        fees = 1000 + number * 10
        where = _TREES[number % len(_TREES)] + _PLACES[number // len(_TREES) % len(_PLACES)]
        yield (
            f"{folder}/{call}-{number:03d}.yaml",
            _APPLICATION.format(
                call=call, number=number, title=f"{about} am {where}", rooms=800 - nth, food=99 + nth, theme=(number % recommendations + 1) % 6 + 1,
                recommendation=number % recommendations + 1,
                year=year, day=number % 30 + 1, minute=number % 60, fees=fees, requested=fees,
            ),
        )  # fmt: skip
    for seat in range(1, SEATS + 1):
        marks = "".join(
            f"  {call}-{number:03d}: {_mark(number, seat)}\n"
            for number in range(1, APPLICATIONS_PER_CALL + 1)
        )
        yield f"{folder}/scores/sitz-{seat:02d}.yaml", _SCORES.format(call=call, seat=seat, year=year) + marks


def _mark(number: int, seat: int) -> str:
    if (number + seat) % 29 == 0:
        return "abstain"
    return f"{{bedarf: {(number * 7 + seat) % 10}, wirkung: {(number + seat * 3) % 10}.5}}"
