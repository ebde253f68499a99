"""The first files of a repository, to copy: one record of each kind that is needed up to an allocation."""

FIRST_FILES: tuple[tuple[str, str], ...] = (
    (
        "concept/bodies/a-integration.yaml",
        """\
kind: body
id: a-integration
name: Stabsstelle Integration
body: department
""",
    ),
    (
        "concept/bodies/v-lesefreunde.yaml",
        """\
kind: body
id: v-lesefreunde
name: Lesefreunde e. V.
body: association
""",
    ),
    (
        "concept/themes/t1.yaml",
        """\
kind: theme
id: t1
edition: k1
number: 1
title: Sprache
vision: Alle können sich verständigen.
goals:
  - id: t1-z1
    title: Sprachkurse erreichbar anbieten
""",
    ),
    (
        "concept/recommendations/he-01.yaml",
        """\
kind: recommendation
id: he-01
edition: k1
number: 1
title: Sprachkurse mit Kinderbetreuung
text: Die Stadt bietet Sprachkurse mit Kinderbetreuung an.
provenance:
  wording: excerpt
theme: t1
goals: [t1-z1]
responsible: [a-integration]
progress:
  - date: 2026-09-15
    status: planned
""",
    ),
    (
        "concept/committee/s01.yaml",
        """\
kind: seat
id: s01
title: Sitz der Sprachkursträger
expertise: Sprachkurse
terms:
  - start: 2024-07-15
    end: 2029-06-30
    holder: mg-01
""",
    ),
    (
        "applications/2026-1/call.yaml",
        """\
kind: call
id: 2026-1
title: Förderaufruf 2026
year: 2026
number: 1
state: closed
edition: k1
announcement:
  date: 2026-09-01
  place: Amtsblatt
opens: 2026-09-01
closes: 2026-10-16T12:00
marks_visible: office
money:
  amount: 50000.00
themes: [t1]
applicants: [association]
terms:
  frozen: 2026-08-31
  scale: {min: 0, max: 100, step: 5}
  criteria:
    - id: k1-wirkung
      title: Wirkung
      weight: 1
""",
    ),
    (
        "applications/2026-1/2026-1-001.yaml",
        """\
kind: application
id: 2026-1-001
call: 2026-1
number: 1
title: Lesetreff
summary: Ehrenamtliche lesen mit Kindern.
applicant:
  applicant: association
  body: v-lesefreunde
themes: [t1]
recommendations: [he-01]
period: {start: 2027-01-10, end: 2027-06-30}
received: 2026-10-12T09:30
costs:
  - item: Bücher
    amount: 1500.00
financing:
  - item: Eigenmittel
    fund: own
    amount: 300.00
  - item: Zuschuss der Stadt
    fund: requested
    amount: 1200.00
requested: 1200.00
""",
    ),
    (
        "applications/2026-1/scores/s01.yaml",
        """\
kind: scores
id: 2026-1-s01
call: 2026-1
seat: s01
received: 2026-11-03
marks:
  2026-1-001: 75
""",
    ),
)
"""Path and text; written into what `kic init` makes, they pass `kic check`."""
