"""What must hold for a spreadsheet to be read: the laws KIC041 to KIC058 and KIC027, each with its manual page."""

from inspect import cleandoc

from kic.core.diagnostic import Law, Severity


def _law(code: str, slug: str, manual: str, severity: Severity = Severity.ERROR) -> Law:
    return Law(code, slug, severity, cleandoc(manual))


NO_SPREADSHEET = _law(
    "KIC041",
    "no-spreadsheet",
    """The file is no XLSX and no CSV file.

    Read are XLSX, which Excel, LibreOffice and others write, and CSV. Not read are the older `.xls`, `.ods`, `.xlsb`,
    files that are protected by a password, and other files under the name of a spreadsheet.

    Why: what a file is shows in its first bytes, not in its name. To guess at the content of another format could
    change amounts.

    Fix: open the file in the program that wrote it and save it as "Excel workbook (.xlsx)", without a password.
    """,
)
BROKEN_SPREADSHEET = _law(
    "KIC042",
    "broken-spreadsheet",
    """The spreadsheet is damaged, empty, or not built as its format demands.

    Checked are the checksums of all parts that are read, their XML and the references between them, and of CSV
    files the encoding and the quotation marks. Nothing is taken from a file in which one of these does not fit.

    Why: a file that was cut off while it was sent often opens, with rows missing at its end.

    Fix: get the file once more from who sent it. If it opens in a spreadsheet program, save it there anew.
    """,
)
LARGE_SPREADSHEET = _law(
    "KIC043",
    "spreadsheet-too-large",
    """The spreadsheet is larger than kic reads: 20 MB, unpacked 100 MB, 200,000 cells.

    Why: applications of a call or marks of a seat fill some hundred cells. A file of this size is something else
    that got here by mistake, or one that unpacks to gigabytes to bring the program to a halt.

    Fix: copy the rows that are meant into a new file.
    """,
)
FORMULA = _law(
    "KIC044",
    "formula",
    """A cell that is needed holds a formula.

    Why: the file holds only the last result that a program left there. If it was not calculated since, or rests on
    other files, the result is wrong, and nobody sees it.

    Fix: select the cells, copy them, and paste them as values ("Paste special", values only). Look at the numbers.
    """,
)
ERROR_VALUE = _law(
    "KIC045",
    "error-value",
    """A cell that is needed holds an error value such as `#REF!`.

    Why: a formula could not be calculated, or a day does not exist. What was meant nobody can tell from here.

    Fix: write the right value into the cell.
    """,
)
MERGED = _law(
    "KIC046",
    "merged-cells",
    """A cell that is needed is merged with others.

    Why: merged cells look as if the value belonged to all of them, but it stands only in the first. Whether the
    other rows are meant to have it, or nothing, nobody can tell.

    Fix: take the cells apart again ("Unmerge cells") and write the value into each row that is meant.
    """,
)
HIDDEN = _law(
    "KIC047",
    "hidden-cells",
    """Rows, columns or the sheet itself are hidden; they were read like others.

    Why: a filter hides rows without deleting them. Who looks at the sheet does not see what is read from it.

    Fix: if the hidden rows are meant, nothing. Else delete them from the sheet, and try again.
    """,
    Severity.WARNING,
)
ENCODING = _law(
    "KIC048",
    "encoding-assumed",
    """The CSV file does not say its encoding, and was read as Windows-1252.

    Why: CSV files from Windows programs are often written so. If this one was written otherwise, other letters
    stand in place of umlauts, and nothing else shows it.

    Fix: look whether the umlauts are right in what is shown. Better save the file as XLSX, or as "CSV UTF-8".
    """,
    Severity.WARNING,
)
UNEVEN = _law(
    "KIC049",
    "uneven-row",
    """A row of the CSV file has more or fewer cells than the others.

    Why: usually a text holds the separator and has no quotation marks around it, so that all cells behind it stand
    in the wrong column.

    Fix: put the text in quotation marks, or save the spreadsheet as XLSX, which does not know this fault.
    """,
)
MISREAD = _law(
    "KIC050",
    "misread-cell",
    """A cell does not hold what its column needs: an amount, a day, a number, words.

    Read are dates such as 22.11.2026 and amounts such as 1.234,50 as text, and the program's own numbers and dates.
    Refused is what can mean two things: `03/04/2026`, `1.3.26`, `1.234`; an amount with more than two decimals,
    which shows that something was calculated and never rounded; a number where a day should be.

    Why: a day or an amount that was guessed is wrong without a sign.

    Fix: write the value in the form that the finding names.
    """,
)
MISSING_CELL = _law(
    "KIC051",
    "empty-cell",
    """A cell that every application needs is empty.

    Why: an application without a title, an applicant, a period or an amount is none, and a made-up value would be
    wrong without a sign.

    Fix: fill in the cell. What the applicant left out is asked for; `kic application import --only-readable` takes
    the other rows meanwhile.
    """,
)
UNKNOWN_WORD = _law(
    "KIC052",
    "unknown-word",
    """A cell names a theme, a recommendation, an organisation or a kind that does not exist here.

    Known are ids, numbers and titles, and what the call lists under `intake.words`.

    Why: a theme or an applicant that was guessed would be counted wrongly ever after.

    Fix: correct the cell, or say what the word means: `intake.words` of the call, `Verein: association`. An
    organisation that is new gets a file of its own in `concept/bodies/` first.
    """,
)
HEADING = _law(
    "KIC053",
    "unclear-column",
    """A column of the sheet is not known to the call's intake, is there twice, or is missing.

    Why: a column that is passed over silently is lost. So every column is either read or named as ignored.

    Fix: say what the column holds: `--column "Bemerkungen=ignored"`, or in `intake.columns` of the call.
    """,
)
DOUBLE_ROW = _law(
    "KIC054",
    "row-unclear",
    """It is not clear which application a row is: two rows are the same one, or the number contradicts the row.

    Why: with a second import each row must find its application again, or the same project is there twice.

    Fix: give each row its own number, the one at the end of the application's id (`2026-1-013`: 13).
    """,
)
CHANGED_BY_HAND = _law(
    "KIC055",
    "changed-on-both-sides",
    """A field was changed in the record since it was imported, and the sheet says something else.

    Why: nothing that somebody has written is overwritten without being asked for.

    Fix: look at both. `--take sheet` writes what the sheet says, `--take record` keeps what the record says.
    """,
)
KEPT_BY_HAND = _law(
    "KIC056",
    "kept-as-recorded",
    """The record differs from the sheet, and the sheet did not change since it was imported: the record stays.

    Why: somebody corrected the record by hand. The sheet is older than that.

    Fix: nothing, if the record is right.
    """,
    Severity.NOTE,
)
ROW_GONE = _law(
    "KIC057",
    "row-gone",
    """An application that was imported from a sheet of this call is not in this sheet.

    Why: an application that was received stays, also when somebody deletes its row. It may be withdrawn.

    Fix: nothing, if this sheet is a second one with other applications. One that was withdrawn says so in its record.
    """,
    Severity.WARNING,
)
PERSONAL_COLUMN = _law(
    "KIC058",
    "personal-column",
    """A column seems to hold names, addresses or bank details of persons; it is not read.

    Why: records are kept for ever and seen by many. What identifies a natural person is kept outside (`private/`).

    Fix: nothing. If the column holds organisations, say so: `--column "Name=body"`.

    Source: GDPR, Art. 5 (data minimisation).
    """,
    Severity.NOTE,
)

FORM_CHANGED = _law(
    "KIC027",
    "sheet-changed",
    """The file is no sheet that kic sent out, or something was changed in it that is not filled in.

    Columns and rows may stand in another order, and sheet and file may have another name: each column is found by what
    stands in square brackets, each row by its id. But ids, headings and the last column stay as they are, a column is
    never sorted by itself, and nothing is written outside of the columns.

    Why: where one column was sorted and the others were not, each value stands beside a record that it does not belong
    to, and nothing else shows it. Words outside of the columns would be lost without a sign.

    Fix: put it back as it was, or fill in a new sheet (`kic sheet out`). Where values really changed places,
    `--take sheet` takes them.
    """,
)

READING = (
    NO_SPREADSHEET, BROKEN_SPREADSHEET, LARGE_SPREADSHEET, FORMULA, ERROR_VALUE, MERGED, HIDDEN, ENCODING, UNEVEN,
    MISREAD,
)  # fmt: skip
LAWS: tuple[Law, ...] = (
    *READING, MISSING_CELL, UNKNOWN_WORD, HEADING, DOUBLE_ROW, CHANGED_BY_HAND, KEPT_BY_HAND, ROW_GONE,
    PERSONAL_COLUMN, FORM_CHANGED,
)  # fmt: skip
