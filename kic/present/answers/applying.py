"""Answers of commands about calls, applications and their scores, and about forms and sheets."""

from kic.present.answers.shapes import (
    ANY,
    DAY,
    EXACT,
    FINDING,
    FLAG,
    MONEY,
    PACK,
    TEXT,
    WHOLE,
    Schema,
    closed,
    list_of,
    map_of,
    one_of,
    or_none,
    written,
)

_STANDING = closed(
    (
        "funded_past",
        "funded_budgets",
        "next_budget",
        "score_needed",
        "left_out",
        "paid_by",
        "loss",
        "funded_under",
    ),
    rank=or_none(WHOLE),
    score=or_none(EXACT),
    marks=WHOLE,
    abstentions=WHOLE,
    requested=MONEY,
    admissible=MONEY,
    reductions=list_of({"type": "object", "properties": {"by": TEXT, "from": MONEY, "to": MONEY}}),
    award=MONEY,
    outcome=one_of("funded", "partial", "unfunded", "ineligible"),
    cause=TEXT,
    room=or_none(MONEY),
    short_by=or_none(MONEY),
    funded_past=list_of(TEXT),
    funded_budgets=or_none(list_of({"type": "array", "prefixItems": [MONEY, or_none(MONEY)]})),
    next_budget=MONEY,
    score_needed=or_none(closed(exact=TEXT, decimal=TEXT, above=FLAG, drops=list_of(TEXT))),
    left_out=list_of(one_of("funded_past", "funded_budgets", "score_needed")),
    paid_by=map_of(EXACT),
    loss=EXACT,
    funded_under=WHOLE,
)

_AMOUNTS = map_of(MONEY)
_TERMS = closed(
    frozen=or_none(DAY),
    financing=or_none(TEXT),
    max_rate=or_none(TEXT),
    own_share=or_none(TEXT),
    caps=closed(applicant=or_none(MONEY), themes=_AMOUNTS),
    floors=closed(themes=_AMOUNTS),
    unmet_floor=TEXT,
    reserve=MONEY,
    grid=MONEY,
    threshold=or_none(TEXT),
    scale=or_none(closed(min=TEXT, max=TEXT, step=TEXT)),
    criteria=list_of(closed(id=TEXT, title=TEXT, question=or_none(TEXT), weight=TEXT)),
    aggregate=TEXT,
    trim=WHOLE,
    min_marks=WHOLE,
    rule=TEXT,
    on_no_fit=TEXT,
    partial=TEXT,
    utility=TEXT,
    completion=TEXT,
    objective=TEXT,
    tiers=list_of(closed(score=TEXT, rate=TEXT)),
    lot=or_none(TEXT),
    guideline=or_none(closed(title=TEXT, file=or_none(TEXT), digest=or_none(TEXT))),
)
"""All terms of a call, also what the file leaves to what is usual."""

_INTERVALS = list_of({"type": "array", "prefixItems": [MONEY, or_none(MONEY)]})

_STEADY = closed(
    result=one_of("stable", "borderline", "one-seat"),
    seats=list_of(TEXT),
    marks=WHOLE,
    criteria=list_of(TEXT),
    threshold=FLAG,
    funded_thresholds=list_of({"type": "array", "prefixItems": [or_none(EXACT), or_none(EXACT)]}),
    funded_budgets=or_none(_INTERVALS),
)

_SENSITIVITY = closed(
    tried=closed(seats=WHOLE, marks=WHOLE, weights=WHOLE),
    complete=FLAG,
    crowded=FLAG,
    applications=map_of(_STEADY),
)

_MARKED = closed(
    id=TEXT,
    number=WHOLE,
    title=TEXT,
    spread=closed(
        marks=WHOLE,
        abstentions=WHOLE,
        exclusions=WHOLE,
        mean=or_none(EXACT),
        least=or_none(EXACT),
        most=or_none(EXACT),
        deviation=or_none(TEXT),
    ),
    discuss=list_of(one_of("spread", "threshold", "line", "few_marks")),
)

_SIDE = closed(
    id=TEXT, title=TEXT, applicant=TEXT, applicant_name=or_none(TEXT), requested=MONEY, award=or_none(MONEY)
)

DATA: dict[str, Schema] = {
    "sheet out": closed(
        kind=TEXT,
        files=list_of(closed(path=TEXT, body=or_none(TEXT), records=WHOLE)),
        unreadable=list_of(TEXT),
        mails=list_of(TEXT),
        without_address=list_of(TEXT),
    ),
    "sheet in": written(
        kind=TEXT,
        created=list_of(TEXT),
        changed=list_of(closed(id=TEXT, fields=list_of(TEXT))),
        unchanged=list_of(TEXT),
        gone=list_of(TEXT),
        waiting=WHOLE,
        unanswered=list_of(closed(body=or_none(TEXT), ids=list_of(TEXT))),
        findings=list_of(FINDING),
    ),
    "allocate": closed(
        ("optimum", "rules", "sensitivity"),
        rule=TEXT,
        settings=map_of(ANY),
        budget=MONEY,
        reserve=MONEY,
        fixed=MONEY,
        awarded=MONEY,
        unallocated=MONEY,
        awards=map_of(MONEY),
        order=list_of(TEXT),
        ranking=list_of(TEXT),
        waiting_list=list_of(TEXT),
        ties=list_of(closed(ids=list_of(TEXT), variants=list_of(map_of(MONEY)))),
        warnings=list_of(closed(code=TEXT, ids=list_of(TEXT))),
        applications=map_of(_STANDING),
        optimum=closed(status=one_of("proved", "not-proved"), reached=EXACT, bound=EXACT),
        rules=map_of(map_of(MONEY)),
        sensitivity=_SENSITIVITY,
    ),
    "application import": written(
        id=TEXT,
        sheet=or_none(TEXT),
        created=list_of(TEXT),
        changed=list_of(closed(id=TEXT, fields=list_of(TEXT))),
        unchanged=list_of(TEXT),
        waiting=list_of(WHOLE),
        columns=list_of(closed(heading=TEXT, field=TEXT, item=or_none(TEXT))),
        findings=list_of(FINDING),
    ),
    "application add": written(id=TEXT),
    "application set": written(id=TEXT),
    "application advise": written(id=TEXT),
    "application ask": written(id=TEXT),
    "application receive": written(id=TEXT),
    "application complete": written(id=TEXT),
    "application lapse": written(id=TEXT),
    "application reject": written(id=TEXT),
    "application withdraw": written(id=TEXT),
    "application adapt": written(id=TEXT),
    "application examine": written(id=TEXT),
    "application double": list_of(
        closed(
            application=_SIDE,
            other=_SIDE,
            likeness=one_of("title", "costs"),
            timing=one_of("same_time", "earlier_year"),
            same_applicant=FLAG,
        )
    ),
    "application sheet": closed(call=TEXT, path=TEXT, applications=WHOLE),
    "call new": written(id=TEXT),
    "call set": written(id=TEXT),
    "call terms": {"oneOf": [closed(id=TEXT, terms=_TERMS, written=list_of(TEXT)), written(id=TEXT)]},
    "call freeze": written(id=TEXT),
    "call open": written(id=TEXT),
    "call close": written(id=TEXT),
    "call stage": written(id=TEXT),
    "call reservation": written(id=TEXT),
    "call settle": written(id=TEXT),
    "application file": PACK,
    "score discuss": closed(
        call=TEXT, stage=TEXT, applications=or_none(list_of(_MARKED)), line=or_none(EXACT)
    ),
    "form out": closed(call=TEXT, form=TEXT, files=list_of(TEXT)),
    "form in": written(
        created=list_of(TEXT),
        changed=list_of(closed(id=TEXT, fields=list_of(TEXT))),
        unchanged=list_of(TEXT),
        bodies=list_of(TEXT),
        reports=list_of(TEXT),
        private=list_of(TEXT),
        waiting=list_of(TEXT),
    ),
    "score enter": written(seat=TEXT, id=TEXT),
    "score in": written(call=TEXT, seats=list_of(TEXT), left_out=list_of(TEXT)),
    "score matrix": closed(
        call=TEXT,
        stage=TEXT,
        seats=list_of(
            closed(
                id=TEXT,
                received=DAY,
                marks=or_none(map_of({"anyOf": [EXACT, one_of("abstain", "excluded")]})),
                severity=or_none(closed(value=EXACT, applications=WHOLE)),
            )
        ),
        outstanding=list_of(TEXT),
        applications=or_none(list_of(_MARKED)),
        line=or_none(EXACT),
    ),
    "score out": closed(call=TEXT, files=list_of(closed(seat=TEXT, path=TEXT))),
}
"""What stands under `data`, by command."""
