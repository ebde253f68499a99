"""What must hold for a file to be read at all: its name, its characters, its YAML (KIC001 to KIC029).

Each law carries the manual page that `kic explain` prints.
"""

from kic.core.diagnostic import Law, Severity


def law(code: str, slug: str, manual: str, severity: Severity = Severity.ERROR) -> Law:
    """A law of reading; its manual as it stands in the code, indented."""
    return Law(code, slug, severity, manual)


YAML = law(
    "KIC001",
    "yaml-syntax",
    """The file is not valid YAML from this place on.

    Nothing behind the place can be read, so a file shows only its first fault of this kind. Often the
    true cause stands a line above: a quotation mark that is never closed, a missing colon, or lines
    that are indented differently from their neighbours.

    Why: a record that cannot be parsed has no meaning, and guessing one could change money or a
    decision.

    Fix: mend the place. Text that contains a colon followed by a space, begins with one of `[ ] { } # &
    * ! | > @ % -` or holds a quotation mark at its beginning is put in double quotes, or written as a
    block text: `text: |` and the lines below it, two blanks deeper.
    """,
)
ENCODING = law(
    "KIC002",
    "not-utf-8",
    """The file is not text in UTF-8.

    Why: in another encoding the same bytes mean other letters: `ü` becomes `Ã¼` for one reader and an
    error for the next. UTF-16, which some Windows programs call "Unicode", is not accepted either. A
    byte order mark at the start of a UTF-8 file is fine.

    Fix: open the file in the program that wrote it and save it again with the encoding UTF-8.
    """,
)
CONTROL = law(
    "KIC003",
    "control-character",
    """The text holds a control character or one that is no character at all.

    Meant are U+0000 to U+001F without tab and line break, U+007F to U+009F, the line and paragraph
    separators U+2028 and U+2029, a byte order mark inside the text, and code points that Unicode never
    assigns. The same holds for escapes in double quotes, such as `"\\x1b"`.

    Why: these characters are invisible, steer terminals, break documents (XML forbids most of them),
    and some of them count as line breaks for one program and not for another, so that line numbers
    differ.

    Fix: delete the character. It often came along when text was copied from a PDF or a word processor.
    """,
)
BIDI = law(
    "KIC004",
    "direction-control",
    """The text holds an invisible character that reverses the direction of reading.

    Meant are U+202A to U+202E and U+2066 to U+2069, written as such or as an escape in double quotes.

    Why: with them a text can look different from what it says: an amount or a name shown in another
    order than it is stored. Arabic, Hebrew and Persian text needs none of them; their letters carry
    their direction. The marks U+200E, U+200F and U+061C and the joiners U+200C and U+200D are allowed.

    Fix: delete the character.

    Source: Boucher and Anderson, "Trojan Source", 2021 (CVE-2021-42574).
    """,
)
LINE_ENDING = law(
    "KIC005",
    "line-ending",
    """A line ends with a lone carriage return (CR).

    Why: YAML counts it as a line break, git and most editors do not. The file would have other lines
    for each of them, and a difference would show the whole file as one changed line.

    Fix: save the file with the line ending LF (Unix) or CRLF (Windows). Both are fine.
    """,
)
MIXED_ENDINGS = law(
    "KIC006",
    "mixed-line-endings",
    """Some lines of the file end with LF, others with CRLF.

    Why: the meaning is the same, but an editor that makes them equal changes lines nobody meant to
    change, and the review of the real change drowns in them.

    Fix: save the file with one line ending. In a repository of kic git does this by itself if
    `.gitattributes` says `* text=auto`.
    """,
    Severity.WARNING,
)
FINAL_NEWLINE = law(
    "KIC007",
    "no-final-newline",
    """The last line of the file does not end with a line break.

    Why: a file that was cut off while it was written or copied usually ends in the middle of a line,
    and a cut YAML file often still reads: `title: Sprachcaf` is as valid as the whole word. The line
    break at the end is the sign that the file is complete.

    Fix: look whether the end is missing (`git diff` shows the last state that was saved). If the file
    is complete, add a line break; most editors have a setting that does so on saving.
    """,
)
TOO_LARGE = law(
    "KIC008",
    "too-large",
    """The file is larger than 1,000,000 bytes.

    Why: a record is a small text for people; the largest real one has some hundred lines. A file of
    this size is something else that got here by mistake, or an attempt to make kic slow. It is not
    read. A problem file, which is read when someone names it, may have 16,000,000 bytes.

    Fix: keep attachments and tables outside the records, or split the record.
    """,
)
TOO_DEEP = law(
    "KIC009",
    "too-deep",
    """Lists and maps are nested more than 40 levels deep.

    Why: no record needs more than eight. Deep nesting is a known way to make YAML readers slow or to
    crash them, so reading stops here.

    Fix: look for brackets that are opened and never closed.
    """,
)
TOO_MANY = law(
    "KIC010",
    "too-many-values",
    """The file holds more than 20,000 keys and values.

    Why: a record is a small text for people. Reading stops here, so that no file can make kic slow. A
    problem file, which is read when someone names it, may hold 1,000,000.

    Fix: split the record, or keep the table that it holds outside the records.
    """,
)
EMPTY = law(
    "KIC011",
    "empty-file",
    """The file holds no record: it is empty, or there are only comments in it.

    Why: an empty record file is nearly always a write or a copy that went wrong. A record that is meant
    to go is deleted.

    Fix: get the content back (`git checkout -- FILE` gives the last saved state), or delete the file.
    """,
)
NOT_A_MAP = law(
    "KIC012",
    "not-a-map",
    """The file does not consist of keys with values.

    Why: a record says what each value means: `title: ...`. A list or a bare text at the top level has
    no such names.

    Fix: begin with `kind:` and `id:`, each at the start of a line, and give every value a key.
    """,
)
MERGE_MARKER = law(
    "KIC013",
    "merge-marker",
    """git left the marks of a conflict in the file.

    Between `<<<<<<<` and `=======` stands one version, between `=======` and `>>>>>>>` the other.

    Why: two people changed the same lines, and git does not decide which is right. Nobody has decided
    yet, so the record has no certain meaning. It is not read any further.

    Fix: keep the lines that are right, delete the others and the three marks, then `git add` the file.
    In a list that only gains entries (a progress log) both sides are usually right: keep all entries,
    in the order of their dates.
    """,
)
ANCHOR = law(
    "KIC014",
    "anchor",
    """The file uses an anchor (`&name`) or an alias (`*name`).

    Why: with them a value stands in one place and is meant in another. Whoever changes the one changes
    the other without seeing it, and a few lines can unfold into gigabytes. A record says what it means
    where it says it.

    Fix: write the value out at each place. Text that begins with `&` or `*` is put in quotes.
    """,
)
MERGE_KEY = law(
    "KIC015",
    "merge-key",
    """The file uses the merge key `<<`.

    Why: `<<` brings in keys from another place of the file. It belongs to YAML 1.1 only; readers of
    YAML 1.2 take it as an ordinary key.

    Fix: write the keys out.
    """,
)
TAG = law(
    "KIC016",
    "tag",
    """The file uses an explicit tag such as `!!str` or `!name`.

    Why: a tag tells a YAML reader which type to build, and some readers build anything that a file asks
    for. In a record the type is declared by the kind of the record, so a tag can only repeat or
    contradict it.

    Fix: delete the tag. Text that begins with `!` is put in quotes.
    """,
)
DIRECTIVE = law(
    "KIC017",
    "directive",
    """The file begins with a directive such as `%YAML 1.1` or `%TAG`.

    Why: a directive changes how the rest of the file is read: under `%YAML 1.1` the word `no` means
    false. Records are always read in the same way.

    Fix: delete the line.
    """,
)
DOCUMENTS = law(
    "KIC018",
    "several-documents",
    """The file holds more than one document, or the end mark `...` of a document.

    Why: one record stands in one file, so that git shows the history of each. `---` is allowed as the
    first line, where some editors want it; anywhere else it begins another document.

    Fix: move the second record to its own file, or delete the line.
    """,
)
DUPLICATE_KEY = law(
    "KIC019",
    "duplicate-key",
    """The same key stands twice in one map.

    Keys are the same also when they differ only in upper and lower case or in how an accented letter is
    composed (Unicode forms NFC and NFD).

    Why: YAML readers silently take the first or the last one. If both are there, one of the values is
    not what somebody thought it was.

    Fix: keep one of the two. Two values of a list are written as two items below one key.
    """,
)
ODD_KEY = law(
    "KIC020",
    "odd-key",
    """A key is no plain word.

    Meant are lists and maps as keys, empty keys, keys of more than one line, keys with characters that
    no key has, also invisible ones such as the no-break blank, and `true`, `false`, `null` and `~`,
    which are values.

    Why: no such key has a meaning in a record, and one that only looks like a known key is worse than
    none.

    Fix: write the key as a word of small letters, digits, `_` and `-`, followed by a colon.
    """,
)
NO_VALUE = law(
    "KIC021",
    "no-value",
    """A key or list item has no value, or the value `~`.

    Why: an empty place can mean "unknown", "none", "empty text" or "forgotten". YAML reads it as null,
    many people read it as empty text.

    Fix: leave the key out if there is nothing to say (and name it under `gaps` if it is not known),
    write `""` for an empty text, `[]` for an empty list, or `null` where null is meant.
    """,
)
TAB = law(
    "KIC022",
    "tab-indentation",
    """A line is indented with a tab.

    Why: how far a tab moves depends on the program that shows it, and indentation decides what belongs
    to what. YAML forbids it in most places; here it is forbidden in all but block texts.

    Fix: indent with blanks, two for each level. Most editors have a setting for YAML files.
    """,
)
SYMLINK = law(
    "KIC023",
    "symbolic-link",
    """A file or folder of the repository is a symbolic link. It is not followed.

    Why: a link can lead out of the repository, to files that are not meant to be read or published, and
    it means something else on each computer. On Windows it is a text file with a path.

    Fix: replace the link by the file itself.
    """,
)
UNREADABLE = law(
    "KIC024",
    "unreadable-file",
    """A file or folder cannot be read.

    Why: the operating system refuses it: missing permission, a lock of another program, or a fault of
    the disk. A check that silently left the file out would say that all is well.

    Fix: look at the permissions of the file, close the program that keeps it open, and try again.
    """,
)
FILE_NAME = law(
    "KIC025",
    "file-name",
    """The name of a file or folder cannot be used on every computer.

    Meant are names that are not UTF-8, hold control characters or one of `< > : " | ? * \\`, end with a
    dot or a blank, are longer than 255 bytes, are names of devices on Windows (`con`, `nul`, `com1`),
    or differ from a neighbour only in upper and lower case or Unicode form.

    Why: such a file is missing or mixed up with another one as soon as the repository is opened on
    another system.

    Fix: rename it. Record files are called as their id.
    """,
)
FILE_ENDING = law(
    "KIC026",
    "file-ending",
    """A file looks like a record, but its name does not end with `.yaml`.

    Why: only `*.yaml` (small letters) under `concept/`, `applications/` and `reports/` and the file
    `kic.yaml` are records. A record in `name.yml` would be overlooked, here or in another program.

    Fix: rename the file so that its name ends with `.yaml`.
    """,
)

LAWS: tuple[Law, ...] = (
    YAML,
    ENCODING,
    CONTROL,
    BIDI,
    LINE_ENDING,
    MIXED_ENDINGS,
    FINAL_NEWLINE,
    TOO_LARGE,
    TOO_DEEP,
    TOO_MANY,
    EMPTY,
    NOT_A_MAP,
    MERGE_MARKER,
    ANCHOR,
    MERGE_KEY,
    TAG,
    DIRECTIVE,
    DOCUMENTS,
    DUPLICATE_KEY,
    ODD_KEY,
    NO_VALUE,
    TAB,
    SYMLINK,
    UNREADABLE,
    FILE_NAME,
    FILE_ENDING,
)
"""In the order of codes."""
