"""What has to happen in the demo city before the examples of a command can run."""

_DRAFT = "call new 2027 --like 2026-1 --amount 50.000,00"
_OPEN = "call open 2027-1 --announced 09.11.2026 --place Amtsblatt --opens 09.11.2026 --closes '15.01.2027, 23:59'"
_CAME = (
    "application add 2027-1 --applicant association --body v-radio --title 'Radio der Nachbarn' --themes t3 "
    "--summary 'Zehn Sendungen.' --recommendation he-15 --start 10.02.2027 --end 30.06.2027 "
    "--received '09.11.2026, 11:30' --cost Technik=1200 --own Vereinsmittel=240 --requested 960"
)
_ASKED = (
    "application ask {} --paper Satzung --paper 'Zusage der Krankenkasse' --on 10.11.2026 --due 16.11.2026"
)
_VOTED = (
    "meeting attend 2026-12-03 --all",
    *(f"meeting exclude 2026-12-03 {item}" for item in (2, 3, 5, 6, 7, 8, 10, 11, 12)),
    *(f"meeting result 2026-12-03 {item} noted" for item in (1, 14)),
    *(
        f"meeting vote 2026-12-03 {item} --unanimous --proposal 'Der Antrag wird gefördert.'"
        for item in (*range(2, 13), 15)
    ),
    "meeting result 2026-12-03 13 postponed --reason 'Ein Ausschluss ist zu klären.'",
    "meeting close 2026-12-03",
)
_ENTERED = ("person add p-0007 --name 'Erika Muster' --email erika@web.example",)
_DECIDED = (
    *_VOTED,
    "meeting award 2026-1 2026-12-03 --tie 2026-1-010,2026-1-009 --tie-by 'Los in der Sitzung'",
)
_DRAFTED = (*_DECIDED, "notice draft 2026-1")
_ISSUED = (*_DRAFTED, "notice issue 2026-1 --on 04.12.2026")
_POSTED = (*_ISSUED, "notice post 2026-1 --on 04.12.2026")
_ASKED_MORE = ("report ask 2025-2-007-vn1 --paper 'Belege 3 und 5' --on 20.11.2026 --due 07.12.2026",)
_EXAMINED = ("report examine 2025-2-007-vn1",)
_PAYING = (
    *_DECIDED,
    "notice draft 2026-1-006 --parts 8",
    "notice issue 2026-1-006 --on 04.12.2026",
    "notice post 2026-1-006 --on 04.12.2026",
    "notice waive 2026-1-006 --on 11.12.2026",
    *("payment request 2026-1-006 --on 11.12.2026" for _ in range(5)),
    *(f"payment certify 2026-1-006-p{each} --on 11.12.2026" for each in (1, 2, 3, 4)),
    *(f"payment order 2026-1-006-p{each} --on 11.12.2026" for each in (1, 2, 3)),
    *(f"payment release 2026-1-006-p{each} --on 14.12.2026" for each in (1, 2)),
    "payment book 2026-1-006-p1 --voucher 2026-011840 --on 14.12.2026",
    "payment cancel 2025-2-002-p3 --note 'Neue Frist vereinbart'",
)
"""Five instalments of one award, each a step further than the next: the first is booked, the fifth asked for."""
_PAYMENTS = (
    "request", "certify", "order", "release", "import", "book", "bounce", "cancel", "expect",
)  # fmt: skip
_CLOSED = (
    "notice issue 2025-1-006 --on 01.09.2026",
    "notice post 2025-1-006 --on 01.09.2026",
    "notice clawback 2025-1-006 --waive-interest 'Sofort angezeigt.'",
    "notice hear 2025-1-006 --on 07.09.2026 --due 21.09.2026",
    "notice hear 2025-1-006 --answered --on 14.09.2026",
    "notice issue 2025-1-006 --on 24.09.2026",
    "notice post 2025-1-006 --on 24.09.2026",
    "payment expect 2025-1-006 --due 30.10.2026",
    "payment certify 2025-1-006 --on 01.10.2026",
    "payment order 2025-1-006 --on 02.10.2026",
    "payment book 2025-1-006 --on 20.10.2026 --voucher 2026-000777",
)
"""The last account of 2025-1: fixed lower, claimed back, and the money home."""
BEFORE = {
    "call settle": _CLOSED,
    "conflict choose": ("merge before.yaml concept/recommendations/he-07.yaml theirs.yaml",),
    "year close": ("year budget 2023 --amount 50.000,00 --announced 16.02.2023",),
    "report papers": _ASKED_MORE,
    "report complete": _ASKED_MORE,
    "notice settle": _EXAMINED,
    "notice clawback": (*_EXAMINED, "notice settle 2025-2-007", "notice issue 2025-2-007"),
    "notice forgo": (*_EXAMINED, "notice settle 2025-2-007", "notice issue 2025-2-007"),
    "person set": _ENTERED,
    "person show": _ENTERED,
    "person undo": _ENTERED,
    "erase": _ENTERED,
    "concept edit": (
        "concept amend he-09 --title 'Mehr Kurse' --resolution b-2026-11 --reason 'Antrag im Rat'",
    ),
    "form in": ("form out 2026-1 application -o Antrag.docx",),
    "import concept": (
        "render concept --to md -o Integrationskonzept.md",
        "render concept --to docx -o Integrationskonzept.docx",
    ),
    "sheet in": ("sheet out body -o Stellen.xlsx", "sheet out status --by body -o Statusabfrage"),
    "contribution import": ("contribution sheet bt-2026-auftakt -o Beiträge.xlsx --filled",),
    "application import": ("application sheet 2026-1 -o Anträge.xlsx --filled",),
    "renumber": (_CAME.replace("2027-1", "2026-1").replace("09.11.2026, 11:30", "16.10.2026, 11:30"),),
    "get": ("save",),
    "save": ("status he-07 in_progress --light green --note x",),
    "send": ("status he-07 in_progress --light green --note x", "save"),
    "undo": ("status he-01 in_progress --light green --note x",),
    "meeting award": _VOTED,
    "meeting decline": _DECIDED,
    "meeting move-up": (*_DECIDED, "meeting decline 2026-1-001"),
    "meeting amend": _DECIDED,
    "call freeze": (_DRAFT,),
    "call terms": (_DRAFT,),
    "call open": (_DRAFT,),
    "notice draft": _DECIDED,
    "notice drop": _DRAFTED,
    "notice issue": _DRAFTED,
    "notice post": _ISSUED,
    "notice deliver": _POSTED,
    "notice return": _POSTED,
    "notice waive": _POSTED,
    "notice hear": ("notice revoke 2025-2-003 --known 10.11.2026 --reason 'Zweck verfehlt'",),
    **dict.fromkeys((f"payment {each}" for each in _PAYMENTS), _PAYING),
    "notice register": ("application examine 2026-1-006 --de-minimis aid", *_POSTED),
    "application lapse": (_DRAFT, _OPEN, _CAME, _ASKED.format("2027-1-001")),
    "application receive": (_ASKED.format("2026-1-004").replace("16.11.", "30.11."),),
    "application reject": (_DRAFT, _OPEN, _CAME),
}
"""What has happened in the demo city before the examples of a command."""
STAGES = (
    _VOTED,
    _DECIDED,
    _DRAFTED,
    _ISSUED,
    _POSTED,
    _EXAMINED,
    _ENTERED,
    (_DRAFT,),
    (_DRAFT, _OPEN, _CAME),
)
"""What several of them begin with: made once, and gone on from."""


def group(name: str) -> str:
    """Examples of one group run in one process, where what they begin with is made once."""
    lines = BEFORE.get(name, ())
    return lines[0] if lines else name


ON = {
    **dict.fromkeys((f"meeting {each}" for each in ("award", "decline", "move-up", "amend")), "2026-12-04"),
    "notice draft": "2026-12-04",
    "notice drop": "2026-12-04",
    "notice issue": "2026-12-04",
    "notice post": "2026-12-04",
    "notice deliver": "2026-12-11",
    "notice return": "2026-12-11",
    "notice waive": "2026-12-11",
    "notice register": "2026-12-15",
    **dict.fromkeys((f"payment {each}" for each in _PAYMENTS), "2026-12-15"),
}
"""The day on which that is, where it is not the tests' own."""
