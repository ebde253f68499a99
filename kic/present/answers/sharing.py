"""Answers of `save`, `get`, `send` and of settling conflicts."""

from kic.present.answers.shapes import (
    DAY,
    FLAG,
    SEVERITY,
    TEXT,
    WHOLE,
    Schema,
    closed,
    list_of,
    one_of,
    or_none,
    written,
)

_BRIEF = list_of(closed(code=TEXT, severity=SEVERITY, path=TEXT, record=or_none(TEXT)))
_RECORDED = list_of(closed(revision=TEXT, date=DAY, subject=TEXT))

DATA: dict[str, Schema] = {
    "conflict list": list_of(
        closed(
            path=TEXT,
            record=or_none(TEXT),
            line=or_none(WHOLE),
            sort=one_of("both", "removed-here", "removed-there", "whole"),
            field=or_none(TEXT),
            other=or_none(TEXT),
            marks=or_none(one_of("kic", "git")),
        )
    ),
    "conflict choose": written(),
    "save": closed(
        revision=or_none(TEXT),
        subject=or_none(TEXT),
        message=or_none(TEXT),
        files=list_of(closed(path=TEXT, change=one_of("created", "changed", "deleted"))),
        left_out=list_of(
            closed(
                path=TEXT,
                why=one_of("private", "elsewhere", "link", "name", "other_repository", "not_named"),
            )
        ),
        findings=_BRIEF,
    ),
    "get": closed(
        result=one_of("nothing", "forwarded", "merged", "conflicts", "given_up", "copied"),
        address=or_none(TEXT),
        records=_RECORDED,
        waiting=list_of(TEXT),
        findings=_BRIEF,
    ),
    "send": closed(
        sent=FLAG,
        address=TEXT,
        branch=TEXT,
        review=or_none(TEXT),
        ask_at=or_none(TEXT),
        records=_RECORDED,
    ),
}
"""What stands under `data`, by command."""
