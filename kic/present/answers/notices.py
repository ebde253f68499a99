"""Answers of commands about notices and the reports of those who got a grant."""

from kic.present.answers.shapes import (
    DAY,
    FLAG,
    MONEY,
    SENTENCE,
    TEXT,
    WHOLE,
    Schema,
    closed,
    list_of,
    one_of,
    or_none,
    written,
)

_REPORT = closed(
    application=TEXT,
    title=TEXT,
    report=one_of("interim", "final", "proof_of_use"),
    due=or_none(DAY),
    received=or_none(DAY),
    id=or_none(TEXT),
    state=one_of("due", "overdue", "incomplete", "received", "noted", "examined", "settled"),
    missing=list_of(TEXT),
    noted=or_none(DAY),
    final=or_none(MONEY),
)

_FIGURES = list_of(closed(step=TEXT, sentence=SENTENCE, amount=MONEY, source=TEXT))

_ACCOUNT = closed(
    application=TEXT,
    title=TEXT,
    award=or_none(MONEY),
    fixed=or_none(MONEY),
    financing=or_none(one_of("shortfall", "share", "fixed", "full")),
    rate=or_none(TEXT),
    period=closed(start=DAY, end=DAY),
    paid=MONEY,
    returned=MONEY,
    reports=list_of(_REPORT),
    report=or_none(TEXT),
    costs=list_of(
        closed(
            item=TEXT,
            planned=or_none(MONEY),
            actual=MONEY,
            eligible=FLAG,
            allowed=MONEY,
            cut=MONEY,
            recognised=MONEY,
        )
    ),
    funds=list_of(closed(item=TEXT, fund=TEXT, planned=or_none(MONEY), actual=MONEY)),
    receipts=WHOLE,
    sampled=list_of(WHOLE),
    seed=or_none(TEXT),
    cuts=list_of(closed(item=TEXT, amount=MONEY, cut=TEXT, reason=TEXT)),
    figures=_FIGURES,
    final=or_none(MONEY),
    examined=or_none(TEXT),
    needs_revocation=FLAG,
    claim=MONEY,
    forgone=MONEY,
    clawback=or_none(TEXT),
    interest=or_none(
        closed(
            since=DAY,
            until=DAY,
            points=TEXT,
            spans=list_of(
                closed(
                    first=DAY, last=DAY, days=WHOLE, principal=MONEY, base=or_none(TEXT), source=or_none(TEXT)
                )
            ),
            unknown=list_of(DAY),
            amount=or_none(MONEY),
            counted=TEXT,
        )
    ),
)

DATA: dict[str, Schema] = {
    "report list": list_of(_REPORT),
    "report show": _ACCOUNT,
    "report sheet": closed(application=TEXT, path=TEXT),
    "report receive": written(id=TEXT),
    "report figures": written(id=TEXT),
    "report ask": written(id=TEXT),
    "report papers": written(id=TEXT),
    "report complete": written(id=TEXT),
    "report examine": written(
        id=TEXT,
        eligible=MONEY,
        funds=MONEY,
        final=MONEY,
        figures=_FIGURES,
        sampled=list_of(WHOLE),
        needs_revocation=FLAG,
    ),
    "notice draft": written(awards=WHOLE, refusals=WHOLE),
    "notice drop": written(id=TEXT),
    "notice issue": written(ids=list_of(TEXT)),
    "notice post": written(ids=list_of(TEXT)),
    "notice deliver": written(ids=list_of(TEXT)),
    "notice return": written(ids=list_of(TEXT)),
    "notice waive": written(ids=list_of(TEXT)),
    "notice hear": written(ids=list_of(TEXT)),
    "notice amend": written(application=TEXT),
    "notice revoke": written(application=TEXT, until=DAY),
    "notice extend": written(id=TEXT, due=DAY),
    "notice remind": written(id=TEXT),
    "notice register": written(id=TEXT, date=DAY),
    "notice settle": written(id=TEXT, amount=MONEY),
    "notice clawback": written(id=TEXT, amount=MONEY),
    "notice forgo": written(id=TEXT, amount=MONEY),
    "notice object": written(id=TEXT),
    "notice list": closed(
        notices=list_of(
            closed(
                id=TEXT,
                application=TEXT,
                kind=TEXT,
                amount=or_none(MONEY),
                state=one_of("draft", "issued", "final", "set_aside"),
                issued=or_none(DAY),
                delivered=or_none(DAY),
                appeal_end=or_none(DAY),
                final=or_none(DAY),
                open_conditions=list_of(TEXT),
                objections=list_of(TEXT),
            )
        )
    ),
    "notice condition": {
        "oneOf": [
            closed(
                id=TEXT,
                conditions=list_of(
                    closed(
                        id=TEXT,
                        kind=one_of("prerequisite", "obligation"),
                        state=one_of("open", "met", "waived"),
                        due=or_none(DAY),
                        blocks=list_of(WHOLE),
                        text=TEXT,
                    )
                ),
            ),
            written(id=TEXT),
        ]
    },
    "notice objection": {
        "oneOf": [
            closed(
                id=TEXT,
                against=TEXT,
                received=DAY,
                in_time=FLAG,
                restored=FLAG,
                claim=or_none(MONEY),
                ended=or_none(DAY),
                successful=FLAG,
            ),
            written(id=TEXT),
        ]
    },
}
"""What stands under `data`, by command."""
