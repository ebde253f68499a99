"""What is said of a sheet of marks while nobody may see them: how the file is built is no mark."""

import pytest

from kic.core.diagnostic import diagnose
from kic.core.place import Place
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.scoring.visibility import HIDDEN, mask_all
from kic.sheets import laws

PART = text("the part {part} of the file is damaged", part="xl/sharedStrings.xml")
ASSUMED = text("the file says no encoding and was read as {encoding}", encoding="Windows-1252")
MARK = text("the cell holds {value}", value="85,5")


@pytest.mark.parametrize(
    ("law", "sentence", "value"),
    [
        (laws.BROKEN_SPREADSHEET, PART, "xl/sharedStrings.xml"),
        (laws.ENCODING, ASSUMED, "Windows-1252"),
        (laws.ERROR_VALUE, MARK, HIDDEN),
    ],
)
def test_only_contents_of_cells_are_hidden(law, sentence, value):
    (shown,) = mask_all([diagnose(law, sentence, Place("sheet.xlsx"))], Snapshot({}))
    assert list(shown.message.values.values()) == [value]
