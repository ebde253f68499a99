"""JSON Schemas of the objects that commands answer with `--format json` (CONTRACT, section 5).

Every object is closed and complete: a key that appears or goes without its schema fails a test, and users'
scripts learn of it by a higher `schema` number in the envelope.
"""

from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
MONEY: Schema = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
DAY: Schema = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ANY: Schema = {}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _none(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(*words: str) -> Schema:
    return {"enum": list(words)}


def _closed(_optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in _optional],
        "additionalProperties": False,
    }


EXACT = _closed(exact=TEXT, decimal=TEXT)
SENTENCE = _closed(("plural_id",), message_id=TEXT, plural_id=TEXT, values=_map(ANY))
SEVERITY = _one_of("error", "warning", "note")

_PLACE = {"path": TEXT, "line": WHOLE, "column": WHOLE, "end_line": WHOLE, "end_column": WHOLE}
_WORDS = {"message": TEXT, "message_id": TEXT, "plural_id": TEXT, "values": _map(ANY)}

FINDING = _closed(
    ("plural_id",),
    code={"type": "string", "pattern": "^KIC[0-9]{3}$"},
    slug=TEXT,
    severity=SEVERITY,
    **_WORDS,
    help=_none(TEXT),
    **_PLACE,
    record=_none(TEXT),
    field=_none(TEXT),
    related=_list(ANY),
    fixable=FLAG,
)

_STANDING = _closed(
    ("funded_past", "funded_budgets", "score_needed", "paid_by", "loss", "funded_under"),
    rank=_none(WHOLE),
    score=_none(EXACT),
    marks=WHOLE,
    abstentions=WHOLE,
    requested=MONEY,
    admissible=MONEY,
    reductions=_list({"type": "object", "properties": {"by": TEXT, "from": MONEY, "to": MONEY}}),
    award=MONEY,
    outcome=_one_of("funded", "partial", "unfunded", "ineligible"),
    cause=TEXT,
    room=_none(MONEY),
    short_by=_none(MONEY),
    funded_past=_list(TEXT),
    funded_budgets=_none(_list({"type": "array", "prefixItems": [MONEY, _none(MONEY)]})),
    score_needed=_none(_closed(exact=TEXT, decimal=TEXT, above=FLAG, drops=_list(TEXT))),
    paid_by=_map(EXACT),
    loss=EXACT,
    funded_under=WHOLE,
)

_INTERVALS = _list({"type": "array", "prefixItems": [MONEY, _none(MONEY)]})
_STEADY = _closed(
    result=_one_of("stable", "borderline", "one-seat"),
    seats=_list(TEXT),
    marks=WHOLE,
    criteria=_list(TEXT),
    threshold=FLAG,
    funded_thresholds=_list({"type": "array", "prefixItems": [_none(EXACT), _none(EXACT)]}),
    funded_budgets=_none(_INTERVALS),
)
_SENSITIVITY = _closed(
    tried=_closed(seats=WHOLE, marks=WHOLE, weights=WHOLE),
    complete=FLAG,
    crowded=FLAG,
    applications=_map(_STEADY),
)


_MARKED = _closed(
    id=TEXT,
    number=WHOLE,
    title=TEXT,
    spread=_closed(
        marks=WHOLE,
        abstentions=WHOLE,
        exclusions=WHOLE,
        mean=_none(EXACT),
        least=_none(EXACT),
        most=_none(EXACT),
        deviation=_none(TEXT),
    ),
    discuss=_list(_one_of("spread", "threshold", "line", "few_marks")),
)


_SIDE = _closed(
    id=TEXT, title=TEXT, applicant=TEXT, applicant_name=_none(TEXT), requested=MONEY, award=_none(MONEY)
)


_REPORT = _closed(
    application=TEXT,
    title=TEXT,
    report=_one_of("interim", "final", "proof_of_use"),
    due=_none(DAY),
    received=_none(DAY),
    id=_none(TEXT),
    state=_one_of("due", "overdue", "incomplete", "received", "noted", "examined", "settled"),
    missing=_list(TEXT),
    noted=_none(DAY),
    final=_none(MONEY),
)
_FIGURES = _list(_closed(step=TEXT, sentence=SENTENCE, amount=MONEY, source=TEXT))
_ACCOUNT = _closed(
    application=TEXT,
    title=TEXT,
    award=_none(MONEY),
    fixed=_none(MONEY),
    financing=_none(_one_of("shortfall", "share", "fixed", "full")),
    rate=_none(TEXT),
    period=_closed(start=DAY, end=DAY),
    paid=MONEY,
    returned=MONEY,
    reports=_list(_REPORT),
    report=_none(TEXT),
    costs=_list(
        _closed(
            item=TEXT,
            planned=_none(MONEY),
            actual=MONEY,
            eligible=FLAG,
            allowed=MONEY,
            cut=MONEY,
            recognised=MONEY,
        )
    ),
    funds=_list(_closed(item=TEXT, fund=TEXT, planned=_none(MONEY), actual=MONEY)),
    receipts=WHOLE,
    sampled=_list(WHOLE),
    seed=_none(TEXT),
    cuts=_list(_closed(item=TEXT, amount=MONEY, cut=TEXT, reason=TEXT)),
    figures=_FIGURES,
    final=_none(MONEY),
    examined=_none(TEXT),
    needs_revocation=FLAG,
    claim=MONEY,
    forgone=MONEY,
    clawback=_none(TEXT),
    interest=_none(
        _closed(
            since=DAY,
            until=DAY,
            points=TEXT,
            spans=_list(
                _closed(
                    first=DAY, last=DAY, days=WHOLE, principal=MONEY, base=_none(TEXT), source=_none(TEXT)
                )
            ),
            unknown=_list(DAY),
            amount=_none(MONEY),
            counted=TEXT,
        )
    ),
)


_BECAUSE_OF = {"amount": MONEY, "what": SENTENCE, "path": TEXT, "line": WHOLE, "field": TEXT}
_BECAUSE = _closed(**_BECAUSE_OF, of=_list(_closed(**_BECAUSE_OF, of={"type": "array", "maxItems": 0})))
_ROW = _closed(id=TEXT, title=_none(TEXT), requested=MONEY, awarded=MONEY, paid=MONEY, returned=MONEY)
_TRACE = _closed(
    id=TEXT,
    kind=_one_of("year", "call", "application", "applicant", "theme", "goal", "recommendation"),
    title=_none(TEXT),
    figures=_list(_closed(figure=TEXT, amount=MONEY, because=_list(_BECAUSE))),
    grants=_list(_ROW),
    open=_list(SENTENCE),
)
_WHOLE = _closed(
    call=_none(TEXT),
    themes=_list(_ROW),
    goals=_list(_ROW),
    recommendations=_list(_ROW),
    without_recommendation=_list(_ROW),
    without_money=_list(_ROW),
    total=_ROW,
)


def written(**more: Schema) -> Schema:
    """What a writing command answers: its operation, its files, and what the command adds."""
    files = _list(_closed(path=TEXT, change=_one_of("created", "changed", "deleted")))
    return _closed(**more, operation=_none(WHOLE), files=files)


_LISTED = _closed(row=WHOLE, payment=TEXT, amount=MONEY, date=DAY, voucher=TEXT, named=FLAG)

PACK: Schema = {
    "oneOf": [
        _closed(title=SENTENCE, facts=_map(ANY), tables=_map(_list(_map(ANY)))),
        _closed(path=TEXT, files=_list(TEXT)),
    ]
}
"""Tables that go out together, or the files that they were written to."""


_FIELD_STEPS = _list({"type": ["string", "integer"]})
_STATE = _closed(
    name=TEXT,
    meaning=SENTENCE,
    revision=_none(TEXT),
    committed=_none(DAY),
    edition=_none(TEXT),
    resolution=_none(TEXT),
)
_ACT = _closed(
    kind=_one_of("amendment", "edition", "progress"),
    id=TEXT,
    title=_none(TEXT),
    nature=_none(TEXT),
    status=_none(TEXT),
    reason=_none(TEXT),
    mover=_none(_closed(contributor=TEXT, name=_none(TEXT))),
    resolution=_none(
        _closed(id=TEXT, title=TEXT, body=TEXT, body_name=_none(TEXT), date=TEXT, number=_none(TEXT))
    ),
    date=_none(TEXT),
    published=_none(TEXT),
    effective=_none(TEXT),
)
_PIECES = _list(_closed(mark=_one_of("keep", "strike", "insert"), words=TEXT))
_CLASSES = (
    "new", "changed", "moved", "renamed", "merged", "split", "replaced", "dropped", "editorial", "unreadable",
    "unchanged",
)  # fmt: skip
_CLASS = _one_of(*_CLASSES)
_PARTS = _list(
    _closed(
        id=TEXT,
        number=_none(WHOLE),
        title=_none(TEXT),
        title_pieces=_PIECES,
        texts=_list(_closed(field=TEXT, pieces=_PIECES)),
    )
)
_PARTIAL_DAY: Schema = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
_DATED = {name: _none(_PARTIAL_DAY) for name in ("drafted", "adopted", "published", "effective")}
_COMPARED = _closed(
    name=TEXT,
    meaning=SENTENCE,
    revision=_none(TEXT),
    committed=_none(DAY),
    edition=_none(_closed(id=TEXT, title=TEXT, **_DATED, resolution=_none(TEXT))),
)
_ROWS = _list(
    _closed(
        id=TEXT,
        kind=_one_of("edition", "theme", "goal", "recommendation"),
        edition=_none(TEXT),
        theme=_none(TEXT),
        classes=_list(_CLASS),
        old=_PARTS,
        new=_PARTS,
        moves=_list(
            _closed(
                aspect=_one_of("edition", "theme", "goals", "order", "number"),
                old=_list(TEXT),
                new=_list(TEXT),
                element=TEXT,
            )
        ),
        through=_list(TEXT),
        acts=_list(
            _closed(
                act=_one_of("amendment", "edition", "progress"),
                id=TEXT,
                title=_none(TEXT),
                nature=_none(_one_of("resolved", "editorial", "drafting")),
                status=_none(TEXT),
                reason=_none(TEXT),
                mover=_none(_closed(kind=TEXT, name=_none(TEXT))),
                resolution=_none(TEXT),
                number=_none(TEXT),
                date=_none(_PARTIAL_DAY),
                published=_none(_PARTIAL_DAY),
                effective=_none(_PARTIAL_DAY),
            )
        ),
        contributions=_list(
            _closed(
                **{"id": TEXT, "from": TEXT, "name": _none(TEXT), "proposal": TEXT, "received": DAY},
                reason=_none(TEXT),
                answer=_none(_one_of("taken_over", "in_part", "not_taken_over", "noted")),
                answered=_none(DAY),
                answer_reason=_none(TEXT),
                carried_by=_none(TEXT),
            )
        ),
    )
)
_SYNOPSIS = {
    "before": _COMPARED,
    "after": _COMPARED,
    "editions": _none(_list(TEXT)),
    "elements": WHOLE,
    "counts": _closed(**dict.fromkeys(_CLASSES, WHOLE)),
}
_AMENDMENTS = _list(
    _closed(
        place=SENTENCE,
        command=SENTENCE,
        wording=_list(_closed(field=_none(TEXT), words=TEXT)),
        data=_map(ANY),
    )
)


_COMMIT = _closed(revision=TEXT, date=DAY, subject=TEXT)
_STATED_DAY = _closed(value=_none(TEXT), state=_none(TEXT), note=_none(TEXT))
_TEXT_DATES = _closed(
    acts=_list(
        _closed(
            id=TEXT,
            kind=_one_of("edition", "amendment", "theme"),
            title=_none(TEXT),
            drafted=_none(TEXT),
            adopted=_STATED_DAY,
            published=_STATED_DAY,
            effective=_STATED_DAY,
            resolution=_none(TEXT),
            commit=_none(_COMMIT),
        )
    ),
    words=_none(_COMMIT),
    in_git=FLAG,
    cut_off=FLAG,
)

_DUE = _closed(
    date=DAY,
    state=_one_of("overdue", "open", "ahead"),
    kind=TEXT,
    record=TEXT,
    key=TEXT,
    what=SENTENCE,
    owes=TEXT,
    names=_list(TEXT),
    source=_none(TEXT),
    confirmed=FLAG,
)

_BRIEF = _list(_closed(code=TEXT, severity=SEVERITY, path=TEXT, record=_none(TEXT)))
_RECORDED = _list(_closed(revision=TEXT, date=DAY, subject=TEXT))

DATA: dict[str, Schema] = {
    "synopsis": {"oneOf": [_closed(**_SYNOPSIS, rows=_ROWS), _closed(**_SYNOPSIS, amendments=_AMENDMENTS)]},
    "conflict list": _list(
        _closed(
            path=TEXT,
            record=_none(TEXT),
            line=WHOLE,
            sort=_one_of("both", "removed-here", "removed-there", "whole"),
            field=_none(TEXT),
            other=TEXT,
        )
    ),
    "conflict choose": written(),
    "save": _closed(
        revision=_none(TEXT),
        subject=_none(TEXT),
        message=_none(TEXT),
        files=_list(_closed(path=TEXT, change=_one_of("created", "changed", "deleted"))),
        left_out=_list(
            _closed(
                path=TEXT,
                why=_one_of("private", "elsewhere", "link", "name", "other_repository", "not_named"),
            )
        ),
        findings=_BRIEF,
    ),
    "get": _closed(
        result=_one_of("nothing", "forwarded", "merged", "conflicts", "given_up", "copied"),
        address=_none(TEXT),
        records=_RECORDED,
        waiting=_list(TEXT),
        findings=_BRIEF,
    ),
    "send": _closed(
        sent=FLAG,
        address=TEXT,
        branch=TEXT,
        review=_none(TEXT),
        ask_at=_none(TEXT),
        records=_RECORDED,
    ),
    "renumber": written(
        ids=_map(TEXT), base=_none(TEXT), mentions=_list(_closed(path=TEXT, field=TEXT, id=TEXT))
    ),
    "concept review": written(id=TEXT, records=_list(TEXT)),
    "rendition add": written(id=TEXT),
    "rendition seen": written(id=TEXT),
    "rendition list": _list(
        _closed(
            id=TEXT,
            element=TEXT,
            rendition=_one_of("summary", "translation", "easy_language"),
            language=TEXT,
            title=_none(TEXT),
            url=_none(TEXT),
            seen=_none(DAY),
            in_doubt=FLAG,
        )
    ),
    "consultation add": written(id=TEXT),
    "consultation set": written(id=TEXT),
    "consultation list": _list(
        _closed(
            id=TEXT,
            edition=TEXT,
            form=TEXT,
            title=TEXT,
            date=TEXT,
            until=_none(TEXT),
            participants=_none(WHOLE),
            contributions=WHOLE,
            unanswered=WHOLE,
        )
    ),
    "contribution add": written(id=TEXT),
    "contribution import": written(
        id=TEXT,
        sheet=_none(TEXT),
        created=_list(TEXT),
        changed=_list(_closed(id=TEXT, fields=_list(TEXT))),
        unchanged=_list(TEXT),
        waiting=_list(WHOLE),
        columns=_list(_closed(heading=TEXT, field=TEXT)),
        findings=_list(FINDING),
    ),
    "contribution sheet": _closed(consultation=TEXT, path=TEXT, contributions=WHOLE),
    "sheet out": _closed(
        kind=TEXT,
        files=_list(_closed(path=TEXT, body=_none(TEXT), records=WHOLE)),
        unreadable=_list(TEXT),
        mails=_list(TEXT),
        without_address=_list(TEXT),
    ),
    "sheet in": written(
        kind=TEXT,
        created=_list(TEXT),
        changed=_list(_closed(id=TEXT, fields=_list(TEXT))),
        unchanged=_list(TEXT),
        gone=_list(TEXT),
        waiting=WHOLE,
        unanswered=_list(_closed(body=_none(TEXT), ids=_list(TEXT))),
        findings=_list(FINDING),
    ),
    "contribution answer": written(ids=_list(TEXT)),
    "contribution list": _list(
        _closed(
            id=TEXT,
            edition=TEXT,
            received=DAY,
            contributor=TEXT,
            name=_none(TEXT),
            consultation=_none(TEXT),
            element=_none(TEXT),
            title=_none(TEXT),
            proposal=TEXT,
            answer=_none(TEXT),
            answered=_none(DAY),
            carried_by=_none(TEXT),
        )
    ),
    "concept resolve": written(id=TEXT),
    "concept amend": written(id=TEXT),
    "concept edit": written(id=TEXT, amendment=_none(TEXT)),
    "report list": _list(_REPORT),
    "report show": _ACCOUNT,
    "report sheet": _closed(application=TEXT, path=TEXT),
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
        sampled=_list(WHOLE),
        needs_revocation=FLAG,
    ),
    "find": _closed(
        found=_list(
            _closed(
                kind=TEXT,
                id=TEXT,
                title=_none(TEXT),
                path=TEXT,
                match=_one_of("id", "title", "words", "part", "similar"),
                field=_list(ANY),
                context=TEXT,
                marks=_list(_list(WHOLE)),
                places=WHOLE,
            )
        ),
    ),
    "today": {
        "anyOf": [
            _closed(
                today=DAY,
                days=WHOLE,
                steps=_list(
                    _closed(
                        number=WHOLE,
                        what=SENTENCE,
                        due=_none(DAY),
                        state=_none(_one_of("overdue", "open", "ahead")),
                        kind=_none(TEXT),
                        owes=TEXT,
                        names=_list(TEXT),
                        record=_none(TEXT),
                        title=_none(TEXT),
                        records=_list(TEXT),
                        command=_list(TEXT),
                        asks=_list(TEXT),
                    )
                ),
                later=WHOLE,
                errors=WHOLE,
                warnings=WHOLE,
                unsaved=_none(WHOLE),
            ),
            _closed(today=DAY, begin=_list(_closed(command=_list(TEXT), what=SENTENCE))),
        ]
    },
    "agenda": _closed(
        today=DAY,
        days=_none(WHOLE),
        due=_list(_DUE),
        file=_none(TEXT),
    ),
    "allocate": _closed(
        ("optimum", "rules", "sensitivity"),
        rule=TEXT,
        settings=_map(ANY),
        budget=MONEY,
        reserve=MONEY,
        fixed=MONEY,
        awarded=MONEY,
        unallocated=MONEY,
        awards=_map(MONEY),
        order=_list(TEXT),
        ranking=_list(TEXT),
        waiting_list=_list(TEXT),
        ties=_list(_closed(ids=_list(TEXT), variants=_list(_map(MONEY)))),
        warnings=_list(_closed(code=TEXT, ids=_list(TEXT))),
        applications=_map(_STANDING),
        optimum=_closed(status=_one_of("proved", "not-proved"), reached=EXACT, bound=EXACT),
        rules=_map(_map(MONEY)),
        sensitivity=_SENSITIVITY,
    ),
    "application import": written(
        id=TEXT,
        sheet=_none(TEXT),
        created=_list(TEXT),
        changed=_list(_closed(id=TEXT, fields=_list(TEXT))),
        unchanged=_list(TEXT),
        waiting=_list(WHOLE),
        columns=_list(_closed(heading=TEXT, field=TEXT, item=_none(TEXT))),
        findings=_list(FINDING),
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
    "application double": _list(
        _closed(
            application=_SIDE,
            other=_SIDE,
            likeness=_one_of("title", "costs"),
            timing=_one_of("same_time", "earlier_year"),
            same_applicant=FLAG,
        )
    ),
    "application sheet": _closed(call=TEXT, path=TEXT, applications=WHOLE),
    "call new": written(id=TEXT),
    "call set": written(id=TEXT),
    "call freeze": written(id=TEXT),
    "call open": written(id=TEXT),
    "call close": written(id=TEXT),
    "call stage": written(id=TEXT),
    "call reservation": written(id=TEXT),
    "call settle": written(id=TEXT),
    "audit": PACK,
    "application file": PACK,
    "person copy": PACK,
    "person add": _closed(id=TEXT, kind=TEXT, fields=_list(TEXT), written=FLAG),
    "person set": _closed(id=TEXT, kind=TEXT, fields=_list(TEXT), written=FLAG),
    "person show": _map(ANY),
    "person list": _list(
        _closed(id=TEXT, kind=TEXT, fields=_list(TEXT), erased=_none(DAY), named=FLAG),
    ),
    "erase": {
        "oneOf": [
            _closed(
                id=TEXT,
                erased=FLAG,
                entry=_none(TEXT),
                operations=WHOLE,
                records=_list(TEXT),
                review=_list(_closed(path=TEXT, line=WHOLE, field=TEXT)),
            ),
            _closed(
                retention=_closed(years=WHOLE, begins=_none(TEXT), source=_none(TEXT)),
                calls=_list(
                    _closed(
                        call=TEXT,
                        year=WHOLE,
                        closed=_none(DAY),
                        until=_none(DAY),
                        due=FLAG,
                        persons=_list(TEXT),
                    )
                ),
            ),
        ]
    },
    "doctor": _list(
        _closed(
            name=TEXT,
            value=ANY,
            origin=_none(TEXT),
            health=_one_of("good", "notice", "bad"),
            advice=_none(SENTENCE),
        )
    ),
    "explain": _list(
        _closed(
            code=TEXT,
            slug=TEXT,
            severity=SEVERITY,
            summary=TEXT,
            paragraphs=_list(_closed(section=_none(TEXT), text=TEXT)),
        )
    ),
    "review": _closed(
        before=_STATE,
        after=_STATE,
        findings=_list(FINDING),
        left_out=WHOLE,
        waived=WHOLE,
        due=_list(_DUE),
        done=_list(_DUE),
        counts=_map(WHOLE),
        hidden=WHOLE,
        records=_list(_closed(id=TEXT, kind=TEXT, title=_none(TEXT), classes=_list(_CLASS), path=TEXT)),
        money=_list(
            _closed(
                year=_none(WHOLE),
                call=_none(TEXT),
                what=_one_of("budget", "call_money", "awarded", "paid"),
                before=_none(MONEY),
                after=_none(MONEY),
                difference=MONEY,
            )
        ),
        withheld=_list(TEXT),
    ),
    "diff": _closed(
        before=_STATE,
        after=_STATE,
        editions=_none(_list(TEXT)),
        counts=_map(WHOLE),
        hidden=WHOLE,
        records=_list(
            _closed(
                id=TEXT,
                kind=TEXT,
                title=_none(TEXT),
                classes=_list(_CLASS),
                path=TEXT,
                path_before=_none(TEXT),
                theme=_none(TEXT),
                origins=_list(TEXT),
                successors=_list(TEXT),
                facts=_list(SENTENCE),
                fields=_list(_closed(field=_FIELD_STEPS, words=SENTENCE, pieces=_PIECES, editorial=FLAG)),
                acts=_list(_ACT),
            )
        ),
        files=_list(_closed(path=TEXT, classes=_list(_CLASS))),
        money=_list(
            _closed(
                year=_none(WHOLE),
                call=_none(TEXT),
                what=_one_of("budget", "call_money", "awarded", "paid"),
                before=_none(MONEY),
                after=_none(MONEY),
                difference=MONEY,
            )
        ),
        withheld=_list(TEXT),
    ),
    "history": _list(
        _closed(
            revision=TEXT,
            date=DAY,
            subject=TEXT,
            record=TEXT,
            path=TEXT,
            moved_from=_none(TEXT),
            changes=_list(_closed(field=_FIELD_STEPS, words=SENTENCE, texts=_none(_list(TEXT)))),
            acts=_list(_ACT),
            cut_off=FLAG,
        )
    ),
    "blame": _closed(
        id=TEXT,
        fields=_list(
            _closed(
                field=TEXT,
                stretches=_list(
                    _closed(
                        words=TEXT,
                        record=TEXT,
                        revision=_none(TEXT),
                        date=_none(DAY),
                        subject=_none(TEXT),
                        acts=_list(_ACT),
                        cut_off=FLAG,
                    )
                ),
            )
        ),
    ),
    "list": {
        "anyOf": [
            _list(_closed(id=TEXT, title=_none(TEXT), path=TEXT, values=_map(ANY), readable=FLAG)),
            _list(_closed(kind=TEXT, records=WHOLE)),
        ]
    },
    "log": _list(_closed(number=WHOLE, time=TEXT, title=TEXT, paths=_list(TEXT), undoes=_none(WHOLE))),
    "overview": _closed(
        municipality=TEXT,
        invented=FLAG,
        edition=_none(TEXT),
        today=DAY,
        themes=_list(
            _closed(
                id=_none(TEXT),
                number=_none(WHOLE),
                title=_none(TEXT),
                total=WHOLE,
                statuses=_map(WHOLE),
                lights=_map(WHOLE),
                unknown=WHOLE,
            )
        ),
        recommendations_known=WHOLE,
        recommendations_stated=_none(WHOLE),
        year=WHOLE,
        budget=_none(MONEY),
        calls=_list(
            _closed(
                id=TEXT,
                title=TEXT,
                state=TEXT,
                amount=_none(MONEY),
                applications=_none(WHOLE),
                requested=_none(MONEY),
                committed=_none(MONEY),
                free=_none(MONEY),
            )
        ),
        due=_list(_closed(date=DAY, id=TEXT, what=SENTENCE, overdue=FLAG)),
        owing=_list(_closed(id=TEXT, title=_none(TEXT), last=_none(DAY), responsible=_list(TEXT))),
    ),
    "score discuss": _closed(call=TEXT, stage=TEXT, applications=_none(_list(_MARKED)), line=_none(EXACT)),
    "form out": _closed(call=TEXT, form=TEXT, files=_list(TEXT)),
    "form in": written(
        created=_list(TEXT),
        changed=_list(_closed(id=TEXT, fields=_list(TEXT))),
        unchanged=_list(TEXT),
        bodies=_list(TEXT),
        reports=_list(TEXT),
        private=_list(TEXT),
        waiting=_list(TEXT),
    ),
    "import concept": written(
        edition=TEXT,
        steps=_list(
            _closed(
                kind=TEXT,
                id=TEXT,
                place=WHOLE,
                act=_one_of("same", "entered", "new", "differs", "replaced", "left", "unclear"),
                fields=_list(TEXT),
            )
        ),
        missing=_list(TEXT),
        left=_list(_closed(place=WHOLE, heading=TEXT, words=TEXT)),
    ),
    "score enter": written(seat=TEXT, id=TEXT),
    "score in": written(call=TEXT, seats=_list(TEXT), left_out=_list(TEXT)),
    "score matrix": _closed(
        call=TEXT,
        stage=TEXT,
        seats=_list(
            _closed(
                id=TEXT,
                received=DAY,
                marks=_none(_map({"anyOf": [EXACT, _one_of("abstain", "excluded")]})),
                severity=_none(_closed(value=EXACT, applications=WHOLE)),
            )
        ),
        outstanding=_list(TEXT),
        applications=_none(_list(_MARKED)),
        line=_none(EXACT),
    ),
    "score out": _closed(call=TEXT, files=_list(_closed(seat=TEXT, path=TEXT))),
    "show": _closed(
        ("money", "dates"),
        money=_none(_TRACE),
        dates=_TEXT_DATES,
        id=TEXT,
        kind=TEXT,
        title=_none(TEXT),
        path=TEXT,
        record=ANY,
        named_by=_list(_closed(id=TEXT, kind=TEXT, title=_none(TEXT), field=TEXT)),
    ),
    "status": {"oneOf": [_closed(id=TEXT, title=_none(TEXT), progress=_list(_map(ANY))), written(id=TEXT)]},
    "meeting plan": written(id=TEXT),
    "meeting item": written(id=TEXT),
    "meeting invite": written(id=TEXT),
    "meeting second": written(id=TEXT),
    "meeting attend": written(id=TEXT),
    "meeting exclude": written(id=TEXT, item=TEXT, seats=_list(TEXT)),
    "meeting absent": written(id=TEXT, item=TEXT),
    "meeting vote": written(id=TEXT, item=TEXT),
    "meeting result": written(id=TEXT, item=TEXT),
    "meeting close": written(id=TEXT),
    "meeting minutes": written(id=TEXT),
    "meeting cancel": written(id=TEXT),
    "meeting pack": _closed(
        file=TEXT, documents=_list(_closed(document=TEXT, about=TEXT)), missing=_list(TEXT)
    ),
    "mail": _closed(files=_list(TEXT), without_address=_list(TEXT), unwritten=_list(TEXT)),
    "meeting show": _closed(
        id=TEXT,
        title=TEXT,
        starts=TEXT,
        place=_none(TEXT),
        form=TEXT,
        state=TEXT,
        sent=_none(DAY),
        second_of=_none(TEXT),
        chair=_none(TEXT),
        expected=FLAG,
        voting=WHOLE,
        advisory=WHOLE,
        deputies=_list(TEXT),
        away=_list(TEXT),
        seats=_none(WHOLE),
        needed=_none(WHOLE),
        items=_list(
            _closed(
                number=WHOLE,
                id=TEXT,
                title=TEXT,
                public=FLAG,
                about=_list(TEXT),
                proposal=_none(TEXT),
                voting=WHOLE,
                advisory=WHOLE,
                out=_list(TEXT),
                must_leave=_list(TEXT),
                unclear=_list(TEXT),
                board=_list(TEXT),
                absent=_list(TEXT),
                needed=_none(WHOLE),
                rule=_none(_one_of("majority", "exclusions", "second_invitation")),
                source=_none(TEXT),
                stands=_none(FLAG),
                vote=_none(_map(ANY)),
                result=_none(TEXT),
                wording=_none(TEXT),
                reason=_none(TEXT),
            )
        ),
        minutes=_none(_map(ANY)),
        note=_none(TEXT),
    ),
    "meeting disclose": written(seat=TEXT, id=TEXT),
    "meeting award": written(id=TEXT),
    "meeting decline": written(id=TEXT),
    "meeting move-up": written(id=TEXT),
    "meeting amend": written(id=TEXT),
    "payment list": _list(
        _closed(
            id=TEXT,
            call=TEXT,
            application=TEXT,
            title=_none(TEXT),
            payment=_one_of("payout", "repayment", "interest"),
            instalment=_none(WHOLE),
            amount=MONEY,
            requested=_none(DAY),
            due=_none(DAY),
            last=_none(TEXT),
            since=_none(DAY),
            voucher=_none(TEXT),
            next=_none(TEXT),
            duty=_none(TEXT),
            who=_list(TEXT),
            earliest=_none(DAY),
            final=FLAG,
            stopped_by=_list(_closed(notice=TEXT, condition=TEXT, text=TEXT, due=_none(DAY))),
            contested=_list(TEXT),
            accounts_missing=_list(TEXT),
        )
    ),
    "payment request": written(id=TEXT),
    "payment certify": written(id=TEXT),
    "payment order": written(id=TEXT),
    "payment release": written(id=TEXT),
    "payment book": written(id=TEXT),
    "payment bounce": written(id=TEXT),
    "payment cancel": written(id=TEXT),
    "payment expect": written(id=TEXT),
    "payment import": written(
        sheet=_none(TEXT),
        since=_none(DAY),
        until=_none(DAY),
        rows=WHOLE,
        booked=_list(_LISTED),
        already=_list(_LISTED),
        waiting=_list(WHOLE),
        unknown=_list(WHOLE),
        not_booked=_list(TEXT),
        calls=_list(
            _closed(
                call=TEXT, listed_out=MONEY, listed_in=MONEY, booked_out=MONEY, booked_in=MONEY, agrees=FLAG
            )
        ),
        accounts=_list(_closed(account=TEXT, rows=WHOLE, listed=MONEY, known=MONEY, unknown=MONEY)),
        unread=_list(TEXT),
        findings=_list(FINDING),
    ),
    "paper new": written(id=TEXT),
    "publication freeze": written(id=TEXT, revision=TEXT),
    "publication list": _list(
        _closed(
            id=TEXT,
            title=TEXT,
            published=DAY,
            document=TEXT,
            about=_none(TEXT),
            form=TEXT,
            language=TEXT,
            revision=TEXT,
            resolved_by=TEXT,
            corrects=_none(TEXT),
            corrected_by=_none(TEXT),
            files=_list(_closed(path=TEXT, sha256=TEXT)),
        )
    ),
    "publication verify": _list(
        _closed(
            id=TEXT,
            outcome=_one_of("same", "differs", "other_programs", "damaged", "not_possible"),
            revision=TEXT,
            damaged=_list(TEXT),
            differing=_list(TEXT),
            programs=_list(_closed(name=TEXT, then=TEXT, now=_none(TEXT))),
            reachable=FLAG,
            error=_none(TEXT),
        )
    ),
    "paper set": written(id=TEXT),
    "paper result": written(id=TEXT, body=TEXT),
    "notice draft": written(awards=WHOLE, refusals=WHOLE),
    "notice drop": written(id=TEXT),
    "notice issue": written(ids=_list(TEXT)),
    "notice post": written(ids=_list(TEXT)),
    "notice deliver": written(ids=_list(TEXT)),
    "notice return": written(ids=_list(TEXT)),
    "notice waive": written(ids=_list(TEXT)),
    "notice hear": written(ids=_list(TEXT)),
    "notice amend": written(application=TEXT),
    "notice revoke": written(application=TEXT, until=DAY),
    "notice extend": written(id=TEXT, due=DAY),
    "notice remind": written(id=TEXT),
    "notice register": written(id=TEXT, date=DAY),
    "notice settle": written(id=TEXT, amount=MONEY),
    "notice clawback": written(id=TEXT, amount=MONEY),
    "notice forgo": written(id=TEXT, amount=MONEY),
    "notice object": written(id=TEXT),
    "notice list": _closed(
        notices=_list(
            _closed(
                id=TEXT,
                application=TEXT,
                kind=TEXT,
                amount=_none(MONEY),
                state=_one_of("draft", "issued", "final", "set_aside"),
                issued=_none(DAY),
                delivered=_none(DAY),
                appeal_end=_none(DAY),
                final=_none(DAY),
                open_conditions=_list(TEXT),
                objections=_list(TEXT),
            )
        )
    ),
    "notice condition": {
        "oneOf": [
            _closed(
                id=TEXT,
                conditions=_list(
                    _closed(
                        id=TEXT,
                        kind=_one_of("prerequisite", "obligation"),
                        state=_one_of("open", "met", "waived"),
                        due=_none(DAY),
                        blocks=_list(WHOLE),
                        text=TEXT,
                    )
                ),
            ),
            written(id=TEXT),
        ]
    },
    "notice objection": {
        "oneOf": [
            _closed(
                id=TEXT,
                against=TEXT,
                received=DAY,
                in_time=FLAG,
                restored=FLAG,
                claim=_none(MONEY),
                ended=_none(DAY),
                successful=FLAG,
            ),
            written(id=TEXT),
        ]
    },
    "publish": _closed(
        folder=TEXT,
        written=FLAG,
        pages=WHOLE,
        files=WHOLE,
        bytes=WHOLE,
        added=_list(TEXT),
        changed=_list(TEXT),
        removed=_list(TEXT),
        same=WHOLE,
        remarks=_list(SENTENCE),
    ),
    "trace": _closed(whole=_none(_WHOLE), trace=_none(_TRACE)),
    "year base-rate": written(since=DAY, percent=TEXT),
    "year budget": written(year=WHOLE),
    "year carry-over": written(id=TEXT),
    "year close": written(year=WHOLE),
    "year show": _closed(closed=_none(DAY), year=_TRACE),
}
"""What stands under `data`, by command."""

AS_OF = _closed(
    day=DAY,
    to_come=FLAG,
    edition=_none(TEXT),
    since=_none(TEXT),
    since_adoption=FLAG,
    perhaps_later=FLAG,
    left_out=WHOLE,
    untold=_list(_closed(element=TEXT, amendments=_list(TEXT), reason=SENTENCE)),
    perhaps_in_force=_list(TEXT),
    unreadable=_list(TEXT),
)
"""The day that was looked at, only where `--as-of` named one."""

ERROR = _closed(code=WHOLE, name=TEXT, message=TEXT, help=_none(TEXT))


def answers() -> dict[str, Schema]:
    """The schema of each command's whole answer."""
    found = {name: _answer(name, {"data": data}) for name, data in DATA.items()}
    summary = _closed(
        errors=WHOLE, warnings=WHOLE, notes=WHOLE, records=WHOLE, waived=WHOLE, off=WHOLE, left_out=WHOLE
    )
    findings = {"findings": _list(FINDING), "summary": summary}
    found["check"] = _answer("check", findings)
    for name in ("allocate", "application import", "form in", "import concept", "payment import", "score in"):
        found[name] = _answer(name, {"data": DATA[name]}, findings)
    return dict(sorted(found.items()))


def _answer(command: str, *contents: dict[str, Schema]) -> Schema:
    """The envelope with one of the command's contents, or with an error instead."""
    envelope = {"kic": TEXT, "schema": WHOLE, "command": {"const": command}, "as_of": AS_OF}
    return {
        "$schema": DIALECT,
        "title": f"kic {command} --format json",
        "oneOf": [_closed(("as_of",), **envelope, **content) for content in (*contents, {"error": ERROR})],
    }
