"""The catalogue's own reader says what the standard library's says."""

import struct
from gettext import GNUTranslations
from pathlib import Path

import pytest

import kic
from kic.present.translations import Translations, translations

CATALOGUES = sorted(Path(kic.__file__).parent.glob("locale/*/LC_MESSAGES/kic.mo"))


def test_there_are_catalogues():
    assert [path.parts[-3] for path in CATALOGUES] == ["de", "en"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_has_the_same_words(path):
    ours = translations(path)
    with path.open("rb") as file:
        theirs = GNUTranslations(file)
    singulars = 0
    for key in theirs._catalog:
        if key == "":
            continue
        if isinstance(key, tuple):
            for n in (0, 1, 2, 10_000):
                assert ours.ngettext(key[0], "many", n) == theirs.ngettext(key[0], "many", n)
            assert ours.gettext(key[0]) == theirs.gettext(key[0])
        elif "\4" in key:
            assert ours.pgettext(*key.split("\4")) == theirs.pgettext(*key.split("\4"))
        else:
            singulars += 1
            assert ours.gettext(key) == theirs.gettext(key)
    assert singulars or path.parts[-3] == "en"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_messages_stand_in_the_order_in_which_they_are_looked_for(path):
    with path.open("rb") as file:
        count = len(GNUTranslations(file)._catalog)
    ours = translations(path)
    keys = [ours._message(position) for position in range(ours._count)]
    assert keys == sorted(keys)
    assert len(keys) + sum(b"\0" in key for key in keys) == count


def test_what_is_missing_is_said_in_english():
    for catalogue in (Translations(), translations(Path("missing")), Translations(b"no catalogue at all")):
        assert catalogue.gettext("No words.") == "No words."
        assert [catalogue.ngettext("{n} note", "{n} notes", n) for n in (0, 1, 2)] == [
            "{n} notes", "{n} note", "{n} notes",
        ]  # fmt: skip
        assert catalogue.pgettext("field", "reported_by") == "Reported by"
        assert catalogue.pgettext("kind", "council_group") == "council group"


@pytest.mark.parametrize("order", "<>")
def test_either_order_of_bytes(order):
    words = "Wörter".encode()
    table = 28 + 16
    data = struct.pack(order + "7I", 0x950412DE, 0, 1, 28, 36, 0, 0)
    data += struct.pack(order + "4I", 5, table, len(words), table + 6) + b"Words\0" + words
    assert Translations(data).gettext("Words") == "Wörter"
