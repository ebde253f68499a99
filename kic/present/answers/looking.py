"""Answers of commands that look at the repository or give out what is in it, and of those about persons."""

from kic.present.answers.shapes import (
    ANY,
    DAY,
    DUE,
    FLAG,
    MONEY,
    PACK,
    SENTENCE,
    SEVERITY,
    TEXT,
    TRACE,
    WHOLE,
    Schema,
    closed,
    list_of,
    map_of,
    one_of,
    or_none,
    written,
)

_COMMIT = closed(revision=TEXT, date=DAY, subject=TEXT)
_STATED_DAY = closed(value=or_none(TEXT), state=or_none(TEXT), note=or_none(TEXT))

_TEXT_DATES = closed(
    acts=list_of(
        closed(
            id=TEXT,
            kind=one_of("edition", "amendment", "theme"),
            title=or_none(TEXT),
            drafted=or_none(TEXT),
            adopted=_STATED_DAY,
            published=_STATED_DAY,
            effective=_STATED_DAY,
            resolution=or_none(TEXT),
            commit=or_none(_COMMIT),
        )
    ),
    words=or_none(_COMMIT),
    in_git=FLAG,
    cut_off=FLAG,
)

DATA: dict[str, Schema] = {
    "find": closed(
        found=list_of(
            closed(
                kind=TEXT,
                id=TEXT,
                title=or_none(TEXT),
                path=TEXT,
                match=one_of("id", "title", "words", "part", "similar"),
                field=list_of(ANY),
                context=TEXT,
                marks=list_of(list_of(WHOLE)),
                places=WHOLE,
            )
        ),
    ),
    "today": {
        "anyOf": [
            closed(
                today=DAY,
                days=WHOLE,
                steps=list_of(
                    closed(
                        number=WHOLE,
                        what=SENTENCE,
                        due=or_none(DAY),
                        state=or_none(one_of("overdue", "open", "ahead")),
                        kind=or_none(TEXT),
                        owes=TEXT,
                        names=list_of(TEXT),
                        record=or_none(TEXT),
                        title=or_none(TEXT),
                        records=list_of(TEXT),
                        command=list_of(TEXT),
                        asks=list_of(TEXT),
                    )
                ),
                later=WHOLE,
                errors=WHOLE,
                warnings=WHOLE,
                unsaved=or_none(WHOLE),
            ),
            closed(today=DAY, begin=list_of(closed(command=list_of(TEXT), what=SENTENCE))),
        ]
    },
    "agenda": closed(
        today=DAY,
        days=or_none(WHOLE),
        due=list_of(DUE),
        file=or_none(TEXT),
        unread=list_of(TEXT),
    ),
    "audit": PACK,
    "person copy": PACK,
    "person add": closed(id=TEXT, kind=TEXT, fields=list_of(TEXT), written=FLAG),
    "person set": closed(id=TEXT, kind=TEXT, fields=list_of(TEXT), written=FLAG),
    "person show": map_of(ANY),
    "person list": list_of(
        closed(id=TEXT, kind=TEXT, fields=list_of(TEXT), erased=or_none(DAY), named=FLAG),
    ),
    "erase": {
        "oneOf": [
            closed(
                id=TEXT,
                erased=FLAG,
                entry=or_none(TEXT),
                operations=WHOLE,
                records=list_of(TEXT),
                review=list_of(closed(path=TEXT, line=WHOLE, field=TEXT)),
            ),
            closed(
                retention=closed(years=WHOLE, begins=or_none(TEXT), source=or_none(TEXT)),
                calls=list_of(
                    closed(
                        call=TEXT,
                        year=WHOLE,
                        closed=or_none(DAY),
                        until=or_none(DAY),
                        due=FLAG,
                        persons=list_of(TEXT),
                    )
                ),
            ),
        ]
    },
    "doctor": list_of(
        closed(
            name=TEXT,
            value=ANY,
            origin=or_none(TEXT),
            health=one_of("good", "notice", "bad"),
            advice=or_none(SENTENCE),
        )
    ),
    "explain": list_of(
        closed(
            code=TEXT,
            slug=TEXT,
            severity=SEVERITY,
            summary=TEXT,
            paragraphs=list_of(closed(section=or_none(TEXT), text=TEXT)),
        )
    ),
    "list": {
        "anyOf": [
            list_of(closed(id=TEXT, title=or_none(TEXT), path=TEXT, values=map_of(ANY), readable=FLAG)),
            list_of(closed(kind=TEXT, records=WHOLE)),
        ]
    },
    "log": list_of(closed(number=WHOLE, time=TEXT, title=TEXT, paths=list_of(TEXT), undoes=or_none(WHOLE))),
    "overview": closed(
        municipality=TEXT,
        invented=FLAG,
        edition=or_none(TEXT),
        today=DAY,
        themes=list_of(
            closed(
                id=or_none(TEXT),
                number=or_none(WHOLE),
                title=or_none(TEXT),
                total=WHOLE,
                statuses=map_of(WHOLE),
                lights=map_of(WHOLE),
                unknown=WHOLE,
            )
        ),
        recommendations_known=WHOLE,
        recommendations_stated=or_none(WHOLE),
        year=WHOLE,
        budget=or_none(MONEY),
        calls=list_of(
            closed(
                id=TEXT,
                title=TEXT,
                state=TEXT,
                amount=or_none(MONEY),
                applications=or_none(WHOLE),
                requested=or_none(MONEY),
                awarded=or_none(MONEY),
                not_awarded=or_none(MONEY),
                committed=or_none(MONEY),
                free=or_none(MONEY),
            )
        ),
        due=list_of(closed(date=DAY, id=TEXT, what=SENTENCE, overdue=FLAG)),
        owing=list_of(closed(id=TEXT, title=or_none(TEXT), last=or_none(DAY), responsible=list_of(TEXT))),
    ),
    "show": closed(
        ("money", "dates"),
        money=or_none(TRACE),
        dates=_TEXT_DATES,
        id=TEXT,
        kind=TEXT,
        title=or_none(TEXT),
        path=TEXT,
        record=ANY,
        named_by=list_of(closed(id=TEXT, kind=TEXT, title=or_none(TEXT), field=TEXT)),
    ),
    "render": closed(
        files=list_of(TEXT),
        content=or_none(TEXT),
        without_address=list_of(TEXT),
        unwritten=list_of(TEXT),
    ),
    "mail": closed(files=list_of(TEXT), without_address=list_of(TEXT), unwritten=list_of(TEXT)),
    "publication freeze": written(id=TEXT, revision=TEXT),
    "publication list": list_of(
        closed(
            id=TEXT,
            title=TEXT,
            published=DAY,
            document=TEXT,
            about=or_none(TEXT),
            form=TEXT,
            language=TEXT,
            revision=TEXT,
            resolved_by=TEXT,
            corrects=or_none(TEXT),
            corrected_by=or_none(TEXT),
            files=list_of(closed(path=TEXT, sha256=TEXT)),
        )
    ),
    "publication verify": list_of(
        closed(
            id=TEXT,
            outcome=one_of("same", "differs", "other_programs", "damaged", "not_possible"),
            revision=TEXT,
            damaged=list_of(TEXT),
            differing=list_of(TEXT),
            programs=list_of(closed(name=TEXT, then=TEXT, now=or_none(TEXT))),
            reachable=FLAG,
            error=or_none(TEXT),
        )
    ),
    "publish": closed(
        folder=TEXT,
        written=FLAG,
        pages=WHOLE,
        files=WHOLE,
        bytes=WHOLE,
        added=list_of(TEXT),
        changed=list_of(TEXT),
        removed=list_of(TEXT),
        same=WHOLE,
        remarks=list_of(SENTENCE),
    ),
}
"""What stands under `data`, by command."""
