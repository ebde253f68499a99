"""The fields of every struct that stands in a record are known as msgspec knows them."""

import typing

import msgspec
import pytest

from kic.core.record import declared
from kic.domain.chapters import RECORDS


def structs(annotation, found):
    if isinstance(annotation, msgspec.StructMeta) and annotation not in found:
        found.append(annotation)
        for field in msgspec.structs.fields(annotation):
            structs(field.type, found)
    for inner in typing.get_args(annotation):
        structs(inner, found)
    return found


STRUCTS = structs(typing.Union[RECORDS], [])  # noqa: UP007


def test_parts_and_groups_are_among_them():
    assert {"Settings", "Goal", "Progress", "Terms", "ScoreSheet"} <= {each.__name__ for each in STRUCTS}


@pytest.mark.parametrize("cls", STRUCTS, ids=lambda cls: cls.__name__)
def test_names_keys_and_types(cls):
    expected = [(each.name, each.encode_name, each.type) for each in msgspec.structs.fields(cls)]
    assert [tuple(each) for each in declared(cls)] == expected
