"""The rows of `kic help templates`: how an office changes a letter, a paper or a page."""

from kic.cli.table import N_

TEMPLATES: tuple[tuple[str, str], ...] = (
    (
        "kic render award-notice 2024-1-001-n1 --explain",
        N_(
            "Names the files that a document is made with and every field that its template can use. kic: stands "
            "before what comes with kic; the others are the office's own."
        ),
    ),
    (
        "kic render --template award-notice.md.j2 -o templates/award-notice.md.j2",
        N_(
            "Lays kic's own file there. Changed there, it holds for every such document; whoever deletes it has "
            "kic's back. Without -o it is only shown, to compare with one's own after an update of kic."
        ),
    ),
    (
        "templates/letter-head.md.j2",
        N_(
            "What letters have in common: letter-head, letter-greeting and letter-end. snippets/ holds texts of law; "
            "a version of the instruction on remedies that a notice names has a file of its own."
        ),
    ),
    (
        "templates/letter.typ",
        N_(
            "How it looks: letter.typ for letters and paper.typ for papers in PDF, reference.docx for Word, page.css "
            "for a page. Fonts for scripts that kic's do not have go into templates/fonts/."
        ),
    ),
    (
        "{{ award.amount }}",
        N_(
            "A field, in the words and numbers of the document's language. What records say is never read as markup. "
            "A name that the document does not have is an error with its line."
        ),
    ),
    (
        "{{ due|date(long=true) }}",
        N_(
            "Filters write a field otherwise: date, money, number(2), percent, enumeration, join, paragraphs for a "
            "longer text, link, label for the word of a value, and those of Jinja for lists and numbers."
        ),
    ),
    (
        "{% if letter.email %} … {% endif %}",
        N_(
            "Jinja's if, for, set, include and macro. Templates read no file and no network, and are stopped after "
            "ten seconds. They are Markdown with tables; HTML in them is shown as text. Those of the site are HTML."
        ),
    ),
    (
        "kic render award-notice 2024-1-001-n1 --to pdf -o Probe.pdf",
        N_(
            "After each change: one real document in the form in which it goes out. A letter that went out earlier is "
            "written anew with the new words, too: keep its file. What was frozen stays as it was."
        ),
    ),
    (
        "kic render award-notice 2024-1-001-n1 --base main",
        N_(
            "For servers that render what others propose: takes the templates from this state, so that no change "
            "brings templates of its own."
        ),
    ),
)
"""Each step with what it does."""
