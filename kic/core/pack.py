"""Packs: tables that go out together, for an auditor or an applicant, as values without a language.

A pack is one page to read (Markdown), the same tables for spreadsheets (CSV), and the same data for scripts (JSON).
"""

from typing import Any

import msgspec

from kic.core.text import Label, Text


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table: the name of its file, its title, what it says (`note`), its columns by key and title, its rows.

    Cells are raw values (Money, date, enum, Text, ids): words are found when they are shown. A table without rows is
    shown as well, with `none` as its sentence: that there is nothing is an answer.
    """

    name: str
    title: Text
    columns: tuple[tuple[str, Text | Label], ...]
    rows: tuple[tuple[Any, ...], ...]
    none: Text
    note: Text | None = None


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Tables under one title, with sentences before them; `facts` are label and value."""

    title: Text
    lead: tuple[Text, ...]
    facts: tuple[tuple[str, Text | Label, Any], ...]
    tables: tuple[Table, ...]


def column(key: str, title: Text | None = None) -> tuple[str, Text | Label]:
    """A column by its key; its title is the field's label, or another sentence."""
    return key, Label("field", key) if title is None else title
