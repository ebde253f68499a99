"""What must hold of a score sheet that comes back: the laws KIC644 to KIC649, each with its manual page."""

from inspect import cleandoc

from kic.core.diagnostic import Law, Severity


def _law(code: str, slug: str, manual: str, severity: Severity = Severity.ERROR) -> Law:
    return Law(code, slug, severity, cleandoc(manual))


NO_FORM = _law(
    "KIC644",
    "no-score-sheet",
    """The file is not the score sheet of one seat for one call: call or seat are missing, unknown, or there twice.

    Why: marks that are counted for the wrong seat or call change the ranking, and nobody sees it.

    Fix: use the file that `kic score out` wrote for this seat, and leave its locked cells as they are.

    Source: Data model of kic: one sheet for each seat and call.
    """,
)
FORM_CHANGED = _law(
    "KIC645",
    "score-sheet-changed",
    """Something was changed that is not filled in: a heading, an id, a title, a row or a column, or words were added.

    Columns and rows may stand in another order; each is found by what stands in square brackets, and by its id.

    Why: where ids and titles were sorted apart, marks stand beside the wrong application. Words that stand outside of
    the form would be lost without a sign.

    Fix: put it back, or fill in a new sheet (`kic score out`). Remarks belong into a letter.

    Source: Data model of kic: one sheet for each seat and call.
    """,
)
OFF_SCALE = _law(
    "KIC646",
    "cell-off-scale",
    """A mark of the sheet does not lie on the call's scale and its steps.

    Why: a mark of 105 out of 100, or 7 on a scale of fives, is a typing mistake that shifts the mean.

    Fix: ask the seat, and correct the cell.

    Source: Allocation rules of kic: marks on the call's scale.
    """,
)
LOCKED = _law(
    "KIC647",
    "mark-in-locked-row",
    """Something stands in a row from which the seat is excluded, or a row says so although the seat is not.

    Why: marks of an excluded seat must not count; an exclusion that nobody disclosed or decided makes the decision
    ineffective as well.

    Fix: empty the cells of an excluded application. If the exclusion itself is wrong or missing, record what was
    disclosed or decided (`kic meeting disclose`), and read the sheet again.

    Source: § 22(5) and (6) GemO RLP.
    """,
)
HALF_FILLED = _law(
    "KIC648",
    "row-half-filled",
    """A row has marks for some criteria only, or a mark and an abstention.

    A sheet that nobody has filled in is a warning: it is left out, and the others are read.

    Why: a missing mark is not 0 and not the mean of the others. Who abstains gives no mark at all.

    Fix: ask the seat. Either every criterion has a mark, or one cell says "Enthaltung" (abstain) and the others are
    empty.

    Source: Allocation rules of kic: criteria are weighted; an abstention is no mark, never 0.
    """,
)
RECORDED = _law(
    "KIC649",
    "recorded-marks-differ",
    """The record already has something else for an application than the sheet, or the sheet has nothing for it.

    Why: a second sheet of the same seat may be a correction or an old file. What stands in the sheet takes the place of
    the record; where the sheet has nothing, the record stays.

    Fix: nothing, if this sheet is the newer one.

    Source: Data model of kic: one sheet for each seat and call.
    """,
    Severity.WARNING,
)

LAWS: tuple[Law, ...] = (NO_FORM, FORM_CHANGED, OFF_SCALE, LOCKED, HALF_FILLED, RECORDED)
