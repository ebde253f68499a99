"""One rule for names: what check would find odd is never written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.errors import Refused
from kic.store.paths import checked, odd_name
from kic.store.reading.sources import name_faults

BAD = "not a path that may be written"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("concept/themes/t1.yaml", ""),
        ("templates/Brief an den Träger (neu).md.j2", ""),
        ("../a.yaml", f"../a.yaml is {BAD}."),
        ("concept/./a.yaml", f"concept/./a.yaml is {BAD}."),
        ("/etc/passwd", f"/etc/passwd is {BAD}."),
        (".git/config", f".git/config is {BAD}."),
        (".KIC/log", f".KIC/log is {BAD}."),
        ("concept/con.yaml", f"concept/con.yaml is {BAD}: the name is that of a device on Windows"),
        ("concept/nul .txt", f"concept/nul .txt is {BAD}: the name is that of a device on Windows"),
        ("concept/a:b", f"concept/a:b is {BAD}: the name holds the character :"),
        ("concept/a\x1bb", f"concept/a\x1bb is {BAD}: the name holds the character U+001B"),
        ("concept/a.", f"concept/a. is {BAD}: the name begins or ends with a blank, or ends with a dot"),
        ("concept/" + "ä" * 128, f"concept/{'ä' * 128} is {BAD}: the name is longer than 255 bytes"),
        ("concept/\udcff", f"concept/\udcff is {BAD}: the name is not UTF-8"),
    ],
)
def test_what_may_be_written(path, sentence):
    if not sentence:
        assert checked(path) == path
        return
    with pytest.raises(Refused) as refused:
        checked(path)
    assert str(refused.value) == sentence


def test_a_name_that_is_no_text_is_shown_with_escapes():
    shown = [str(each.place.path) for each in name_faults("concept", ["a\udcff", "b\ud800"])]
    assert shown == ["concept/a\\xff", "concept/b\\ud800"]


@given(
    st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=12).filter(
        lambda name: name not in (".", "..")
    )
)
def test_check_and_the_writer_agree_on_every_name(name):
    faults = list(name_faults("concept", [name]))
    assert len(faults) == (odd_name(name) is not None)
    if faults:
        with pytest.raises(Refused):
            checked(f"concept/{name}")
    else:
        assert checked(f"concept/{name}") == f"concept/{name}"
