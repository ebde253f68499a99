"""What must hold on the way from a file's plain value to the record (KIC030 to KIC059).

Each law carries the manual page that `kic explain` prints.
"""

from kic.core.diagnostic import Law
from kic.store.reading.file_laws import law

UNKNOWN_KEY = law(
    "KIC030",
    "unknown-key",
    """A key is not known in this place.

    Why: a misspelled key is not read. If kic passed over it, the value would be missing without a word:
    a deadline that does not count, an amount that is not there.

    Fix: correct the spelling, or delete the key. `kic schema KIND` lists the keys of a kind. Remarks
    for people stand in comments (`# ...`).
    """,
)
MISSING_KEY = law(
    "KIC031",
    "missing-key",
    """A key that this record or map needs is not there.

    Why: without it the record does not say enough: an application without an amount cannot be decided.

    Fix: add the key. If the value is not known and the key may be missing, `gaps` says so; for a key
    that is needed the record has to wait.
    """,
)
WRONG_TYPE = law(
    "KIC032",
    "wrong-type",
    """A value is of another sort than this key wants: text, a list, a map, true or false.

    Only the plain words `true`, `false` and `null` are not text. `yes`, `no`, `on`, `True` and `NULL`
    are text, numbers and dates are text that the key understands, and `"true"` in quotes is text too.

    Why: the sort of a value is declared by the key and never guessed from the spelling, so that the
    file number `007`, the time `12:30` and the country code `NO` stay what they are.

    Fix: write the value in the sort that the message names. A list has one `- ` for each item.
    """,
)
UNKNOWN_VALUE = law(
    "KIC033",
    "unknown-value",
    """The value is none of those that this key knows.

    Why: the key takes one of a fixed set of words, and rules and documents depend on each of them.
    Words are English in the files; documents show them in the language of the repository.

    Fix: use one of the words that the message lists.
    """,
)
MISREAD = law(
    "KIC034",
    "misread-value",
    """The text does not mean a value of the sort that this key wants: an amount, a date, a share, a
    number.

    Amounts are written `1234.50` or `1234`: a dot, two decimals or none, nothing else. Dates are
    `2026-03-31`, moments `2026-03-31T23:59`, shares `75%`, numbers `7.5`.

    Why: `1.000` is one in one country and a thousand in another, and 03/04 is in March or April. One
    spelling has one meaning.

    Fix: write the value in the spelling that the message shows.
    """,
)
WRONG_TEXT = law(
    "KIC035",
    "wrong-text",
    """The text, or the number of items, is outside what this key accepts.

    Why: the key has a fixed form (a digest has 64 characters from 0 to 9 and a to f), or must not be
    empty (a reason).

    Fix: write the value in the form that the message names.
    """,
)
NO_KIND = law(
    "KIC036",
    "no-kind",
    """The record does not say of what kind it is.

    Why: the kind decides what every other key means. It stands in the file, so that the record can be
    understood without knowing where it lay.

    Fix: add a first line such as `kind: application`. The help names the kind that belongs to the
    folder.
    """,
)
UNKNOWN_KIND = law(
    "KIC037",
    "unknown-kind",
    """The kind of the record is not known.

    Why: the kind decides what every other key means. A record of an unknown kind is not read any
    further.

    Fix: correct the spelling. `kic schema` lists all kinds. A kind that a newer kic knows needs a newer
    kic.
    """,
)
ODD_ID = law(
    "KIC038",
    "odd-id",
    """An id has characters that no id may have, or is the name of a device.

    Ids are 1 to 63 small letters (a to z), digits and hyphens, beginning with a letter or digit:
    `he-07`, `2026-1-013`. Names that Windows keeps for devices (`con`, `prn`, `aux`, `nul`, `com1`,
    `lpt1` and the like) cannot name a file there.

    Why: ids are file names, parts of web addresses and words on the command line; everything else
    breaks in one of them.

    Fix: choose another id. Where other records already name it, change it there too; `kic check` lists
    them.
    """,
)
FORMAT = law(
    "KIC039",
    "unknown-format",
    """`format` in `kic.yaml` is not the number of a format that ever existed.

    Why: the number decides how all other files are read. The first format is 1. (A number that is
    higher than those this kic knows ends every command with exit code 3 and names the kic that is
    needed.)

    Fix: write the number that stood there before; `kic history` or `git log kic.yaml` shows it.
    """,
)
UNCONVERTED = law(
    "KIC040",
    "unconverted-record",
    """The record does not fit its kind, in a way that kic cannot name more closely.

    Why: every record is held against the declaration of its kind; what does not fit is not used.

    Fix: the message repeats what the check said. Please report it: each fault should have its own
    sentence.
    """,
)

LAWS: tuple[Law, ...] = (
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_TYPE,
    UNKNOWN_VALUE,
    MISREAD,
    WRONG_TEXT,
    NO_KIND,
    UNKNOWN_KIND,
    ODD_ID,
    FORMAT,
    UNCONVERTED,
)
"""In the order of codes."""
