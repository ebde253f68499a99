"""Answers of commands about the concept: its text and changes, comparisons, consultations, progress."""

from kic.present.answers.shapes import (
    ANY,
    DAY,
    DUE,
    FINDING,
    FLAG,
    MONEY,
    SENTENCE,
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

_FIELD_STEPS = list_of({"type": ["string", "integer"]})

_STATE = closed(
    name=TEXT,
    meaning=SENTENCE,
    revision=or_none(TEXT),
    committed=or_none(DAY),
    edition=or_none(TEXT),
    resolution=or_none(TEXT),
)

_ACT = closed(
    kind=one_of("amendment", "edition", "progress"),
    id=TEXT,
    title=or_none(TEXT),
    nature=or_none(TEXT),
    status=or_none(TEXT),
    reason=or_none(TEXT),
    mover=or_none(closed(contributor=TEXT, name=or_none(TEXT))),
    resolution=or_none(
        closed(id=TEXT, title=TEXT, body=TEXT, body_name=or_none(TEXT), date=TEXT, number=or_none(TEXT))
    ),
    date=or_none(TEXT),
    published=or_none(TEXT),
    effective=or_none(TEXT),
)

_PIECES = list_of(closed(mark=one_of("keep", "strike", "insert"), words=TEXT))

_CLASSES = (
    "new", "changed", "moved", "renamed", "merged", "split", "replaced", "dropped", "editorial", "unreadable",
    "unchanged",
)  # fmt: skip

_CLASS = one_of(*_CLASSES)

_MONEY = list_of(
    closed(
        year=or_none(WHOLE),
        call=or_none(TEXT),
        what=one_of("budget", "call_money", "awarded", "paid"),
        before=or_none(MONEY),
        after=or_none(MONEY),
        difference=MONEY,
    )
)

_PARTS = list_of(
    closed(
        id=TEXT,
        number=or_none(WHOLE),
        title=or_none(TEXT),
        title_pieces=_PIECES,
        texts=list_of(closed(field=TEXT, pieces=_PIECES)),
    )
)

_PARTIAL_DAY: Schema = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
_DATED = {name: or_none(_PARTIAL_DAY) for name in ("drafted", "adopted", "published", "effective")}

_COMPARED = closed(
    name=TEXT,
    meaning=SENTENCE,
    revision=or_none(TEXT),
    committed=or_none(DAY),
    edition=or_none(closed(id=TEXT, title=TEXT, **_DATED, resolution=or_none(TEXT))),
)

_ROWS = list_of(
    closed(
        id=TEXT,
        kind=one_of("edition", "theme", "goal", "recommendation"),
        edition=or_none(TEXT),
        theme=or_none(TEXT),
        classes=list_of(_CLASS),
        old=_PARTS,
        new=_PARTS,
        moves=list_of(
            closed(
                aspect=one_of("edition", "theme", "goals", "order", "number"),
                old=list_of(TEXT),
                new=list_of(TEXT),
                element=TEXT,
            )
        ),
        through=list_of(TEXT),
        acts=list_of(
            closed(
                act=one_of("amendment", "edition", "progress"),
                id=TEXT,
                title=or_none(TEXT),
                nature=or_none(one_of("resolved", "editorial", "drafting")),
                status=or_none(TEXT),
                reason=or_none(TEXT),
                mover=or_none(closed(kind=TEXT, name=or_none(TEXT))),
                resolution=or_none(TEXT),
                number=or_none(TEXT),
                date=or_none(_PARTIAL_DAY),
                published=or_none(_PARTIAL_DAY),
                effective=or_none(_PARTIAL_DAY),
            )
        ),
        contributions=list_of(
            closed(
                **{"id": TEXT, "from": TEXT, "name": or_none(TEXT), "proposal": TEXT, "received": DAY},
                reason=or_none(TEXT),
                answer=or_none(one_of("taken_over", "in_part", "not_taken_over", "noted")),
                answered=or_none(DAY),
                answer_reason=or_none(TEXT),
                carried_by=or_none(TEXT),
            )
        ),
    )
)

_SYNOPSIS = {
    "before": _COMPARED,
    "after": _COMPARED,
    "editions": or_none(list_of(TEXT)),
    "backwards": FLAG,
    "elements": WHOLE,
    "counts": closed(**dict.fromkeys(_CLASSES, WHOLE)),
}

_AMENDMENTS = list_of(
    closed(
        place=SENTENCE,
        command=SENTENCE,
        wording=list_of(closed(field=or_none(TEXT), words=TEXT)),
        data=map_of(ANY),
    )
)

DATA: dict[str, Schema] = {
    "synopsis": {"oneOf": [closed(**_SYNOPSIS, rows=_ROWS), closed(**_SYNOPSIS, amendments=_AMENDMENTS)]},
    "renumber": written(
        ids=map_of(TEXT), base=or_none(TEXT), mentions=list_of(closed(path=TEXT, field=TEXT, id=TEXT))
    ),
    "concept review": written(id=TEXT, records=list_of(TEXT)),
    "rendition add": written(id=TEXT),
    "rendition seen": written(id=TEXT),
    "rendition list": list_of(
        closed(
            id=TEXT,
            element=TEXT,
            rendition=one_of("summary", "translation", "easy_language"),
            language=TEXT,
            title=or_none(TEXT),
            url=or_none(TEXT),
            seen=or_none(DAY),
            in_doubt=FLAG,
        )
    ),
    "consultation add": written(id=TEXT),
    "consultation set": written(id=TEXT),
    "consultation list": list_of(
        closed(
            id=TEXT,
            edition=TEXT,
            form=TEXT,
            title=TEXT,
            date=TEXT,
            until=or_none(TEXT),
            participants=or_none(WHOLE),
            contributions=WHOLE,
            unanswered=WHOLE,
        )
    ),
    "contribution add": written(id=TEXT),
    "contribution import": written(
        id=TEXT,
        sheet=or_none(TEXT),
        created=list_of(TEXT),
        changed=list_of(closed(id=TEXT, fields=list_of(TEXT))),
        unchanged=list_of(TEXT),
        waiting=list_of(WHOLE),
        columns=list_of(closed(heading=TEXT, field=TEXT)),
        findings=list_of(FINDING),
    ),
    "contribution sheet": closed(consultation=TEXT, path=TEXT, contributions=WHOLE),
    "contribution answer": written(ids=list_of(TEXT)),
    "contribution list": list_of(
        closed(
            id=TEXT,
            edition=TEXT,
            received=DAY,
            contributor=TEXT,
            name=or_none(TEXT),
            consultation=or_none(TEXT),
            element=or_none(TEXT),
            title=or_none(TEXT),
            proposal=TEXT,
            answer=or_none(TEXT),
            answered=or_none(DAY),
            carried_by=or_none(TEXT),
        )
    ),
    "concept resolve": written(id=TEXT),
    "concept amend": written(id=TEXT),
    "concept edit": written(id=TEXT, amendment=or_none(TEXT)),
    "review": closed(
        before=_STATE,
        after=_STATE,
        findings=list_of(FINDING),
        left_out=WHOLE,
        waived=WHOLE,
        due=list_of(DUE),
        done=list_of(DUE),
        counts=map_of(WHOLE),
        hidden=WHOLE,
        records=list_of(closed(id=TEXT, kind=TEXT, title=or_none(TEXT), classes=list_of(_CLASS), path=TEXT)),
        money=_MONEY,
        withheld=list_of(TEXT),
    ),
    "diff": closed(
        before=_STATE,
        after=_STATE,
        editions=or_none(list_of(TEXT)),
        backwards=FLAG,
        counts=map_of(WHOLE),
        hidden=WHOLE,
        records=list_of(
            closed(
                id=TEXT,
                kind=TEXT,
                title=or_none(TEXT),
                classes=list_of(_CLASS),
                path=TEXT,
                path_before=or_none(TEXT),
                theme=or_none(TEXT),
                origins=list_of(TEXT),
                successors=list_of(TEXT),
                facts=list_of(SENTENCE),
                fields=list_of(closed(field=_FIELD_STEPS, words=SENTENCE, pieces=_PIECES, editorial=FLAG)),
                acts=list_of(_ACT),
            )
        ),
        files=list_of(closed(path=TEXT, classes=list_of(_CLASS))),
        money=_MONEY,
        withheld=list_of(TEXT),
    ),
    "history": list_of(
        closed(
            revision=TEXT,
            date=DAY,
            subject=TEXT,
            record=TEXT,
            path=TEXT,
            moved_from=or_none(TEXT),
            changes=list_of(closed(field=_FIELD_STEPS, words=SENTENCE, texts=or_none(list_of(TEXT)))),
            acts=list_of(_ACT),
            cut_off=FLAG,
        )
    ),
    "blame": closed(
        id=TEXT,
        fields=list_of(
            closed(
                field=TEXT,
                stretches=list_of(
                    closed(
                        words=TEXT,
                        record=TEXT,
                        revision=or_none(TEXT),
                        date=or_none(DAY),
                        subject=or_none(TEXT),
                        acts=list_of(_ACT),
                        cut_off=FLAG,
                    )
                ),
            )
        ),
    ),
    "import concept": written(
        edition=TEXT,
        steps=list_of(
            closed(
                kind=TEXT,
                id=TEXT,
                place=WHOLE,
                act=one_of("same", "entered", "new", "differs", "replaced", "left", "unclear"),
                fields=list_of(TEXT),
            )
        ),
        missing=list_of(TEXT),
        left=list_of(closed(place=WHOLE, heading=TEXT, words=TEXT)),
    ),
    "status": {
        "oneOf": [closed(id=TEXT, title=or_none(TEXT), progress=list_of(map_of(ANY))), written(id=TEXT)]
    },
}
"""What stands under `data`, by command."""
