"""What must hold for a text document and a form in it to be read: laws with their manual pages."""

from inspect import cleandoc

from kic.core.diagnostic import Law, Severity


def _law(code: str, slug: str, manual: str, severity: Severity = Severity.ERROR) -> Law:
    return Law(code, slug, severity, cleandoc(manual))


NO_TEXT = _law(
    "KIC160",
    "no-text-document",
    """The file is no text document of Word (DOCX).

    Read are DOCX files, which Word, LibreOffice and others write. Not read are the older `.doc`, `.odt`, `.rtf`,
    `.pdf`, files that are protected by a password, and other files under the name of a text.

    Why: what a file is shows in its first bytes, not in its name. To guess at the content of another format could
    change amounts.

    Fix: open the file in the program that wrote it and save it as "Word document (.docx)", without a password.

    Source: Format of office documents (ISO/IEC 29500).
    """,
)
BROKEN_TEXT = _law(
    "KIC161",
    "broken-text-document",
    """The text document is damaged, empty, too large, or not built as its format demands.

    Checked are the checksums of all parts that are read and their XML. Nothing is taken from a file in which one of
    these does not fit, or which is larger than 20 MB, unpacked 100 MB.

    Why: a file that was cut off while it was sent often opens, with its end missing; one that unpacks to gigabytes is
    sent to bring programs to a halt.

    Fix: get the file once more from who sent it. If it opens in a word processor, save it there anew.

    Source: Format of office documents (ISO/IEC 29500); practice of reading files from strangers.
    """,
)
NO_FORM = _law(
    "KIC162",
    "form-not-recognised",
    """The file is no form of this repository, or what made it one is gone.

    A form carries a hidden mark that says its city, its kind, its call and its project, and each of its fields a
    hidden name. They stay when the file is renamed, sent and saved by Word or LibreOffice. They are lost where a
    program turns the form into a text of its own (Google Docs, a PDF, copying the words into a new file). Forms that
    went out before the city's name was corrected are taken, as far as git knows the call under the former name.

    Why: without mark and names nobody can tell which words belong to which question, and the calls of two cities have
    the same ids.

    Fix: ask for the form as it was sent out, or enter it by hand: `kic application add`, `kic report receive`.

    Source: Practice: one form, one meaning for each field.
    """,
)
FIELD_CHANGED = _law(
    "KIC163",
    "form-field-changed",
    """A field of a form is missing, stands twice, or something in it was changed that is not to be filled in.

    Also: a day in a date field that differs from the one that the field keeps beside its words, tracked changes inside
    a field, an entry that is none of those offered, another number than the one that the form was made with.

    Why: what stands in a field that changed may be meant for another question, or be half of what was meant.

    Fix: open the form, look at this field, and put it right; or fill in a new form (`kic form out`).

    Source: Practice: one form, one meaning for each field.
    """,
)
OUTSIDE = _law(
    "KIC164",
    "words-outside-of-fields",
    """Words stand in a form outside of its fields, or in a field as hidden text; they are not read.

    Why: what applicants write beside the fields is often important, and nothing takes it into the record. Hidden text
    is seen by nobody who opens the form, so what a field shows counts.

    Fix: look at the form (hidden text with the button for paragraph marks). What belongs into a field is moved there;
    the rest is kept with the file.

    Source: Practice: what was sent is read, or somebody is told.
    """,
    Severity.WARNING,
)
NOT_DECLARED = _law(
    "KIC165",
    "declaration-missing",
    """A declaration of a form is not ticked, or a paper that belongs to it is not said to be attached.

    Why: a project that has begun before the award is not funded unless the office has consented, and an application
    without its papers is not complete. The form is taken in all the same: it came, and when.

    Fix: ask for it: `kic application ask ID`, `kic report ask ID`.

    Source: DOMAIN, section 3.4: a measure that has begun already is not funded.
    """,
    Severity.WARNING,
)

LAWS: tuple[Law, ...] = (NO_TEXT, BROKEN_TEXT, NO_FORM, FIELD_CHANGED, OUTSIDE, NOT_DECLARED)
