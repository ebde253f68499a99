"""What libyaml says of broken YAML, in words for people who do not know YAML."""

from yaml.error import MarkedYAMLError

from kic.core.text import Text, text

_PROBLEMS: dict[str, tuple[Text, Text | None]] = {
    "mapping values are not allowed": (
        text("a second colon stands in this line"),
        text("put text that contains a colon and a blank in double quotes"),
    ),
    "could not find expected ':'": (
        text("this line is neither a key with a colon nor part of a text above"),
        text("write key: value, or indent the line so that it belongs to the text above"),
    ),
    "did not find expected key": (
        text("this line is indented differently from its neighbours, or a text above is not closed"),
        text(
            "keys of one map begin in the same column; text that begins with a quotation mark ends with one"
        ),
    ),
    "did not find expected '-' indicator": (
        text("this line is indented differently from the items of its list"),
        text("items of one list begin in the same column with a hyphen and a blank"),
    ),
    "found unexpected end of stream": (
        text("a quotation mark is opened and never closed"),
        text("close the text with the same quotation mark"),
    ),
    "found unexpected document indicator": (
        text("a line of three hyphens or dots stands inside a quoted text"),
        text("close the text with the same quotation mark"),
    ),
    "did not find expected ',' or ']'": (
        text("a list in brackets is not closed"),
        text("separate items with commas and close the list with ]"),
    ),
    "did not find expected ',' or '}'": (
        text("a map in braces is not closed"),
        text("separate entries with commas and close the map with }"),
    ),
    "found character that cannot start any token": (
        text("a value cannot begin with this character"),
        text("put the text in double quotes"),
    ),
    "found unknown escape character": (
        text("this backslash begins no escape that YAML knows"),
        text("write the backslash twice, or use single quotes"),
    ),
    "did not find expected hexdecimal number": (
        text("this escape needs a number of hexadecimal digits"),
        text("write the character itself, or the backslash twice"),
    ),
    "found invalid Unicode character escape code": (
        text("this escape names no character (half of a surrogate pair, or past the last one)"),
        text("write the character itself"),
    ),
    "did not find expected node content": (
        text("a value is expected here"),
        text("close the bracket or brace, or put text that begins with one in quotes"),
    ),
    "block sequence entries are not allowed": (
        text("a list item cannot begin in this place"),
        text("begin the list in the line below its key"),
    ),
    "block mapping entries are not allowed": (
        text("a key cannot begin in this place"),
        None,
    ),
    "mapping keys are not allowed": (
        text("a key cannot begin in this place"),
        None,
    ),
    "found a tab character": (
        text("a tab indents this line; blanks are expected"),
        text("indent with blanks"),
    ),
    "did not find expected comment or line break": (
        text("only a comment may stand behind the sign that begins a block text"),
        text("begin the text in the next line, indented"),
    ),
    "found an indentation indicator equal to 0": (
        text("the indentation of a block text cannot be 0"),
        None,
    ),
    "did not find expected <document start>": (
        text("text stands here that belongs to no key"),
        text("write key: value; each key stands at the start of its line"),
    ),
    "found unexpected ':'": (
        text("a colon stands inside a text in brackets or braces"),
        text("put the text in quotes"),
    ),
}


def worded(error: MarkedYAMLError, source: str) -> tuple[Text, Text | None]:
    """The message and the help for an error; `source` is the text that was read."""
    problem = error.problem or error.context or ""
    for begin, words in _PROBLEMS.items():
        if problem.startswith(begin):
            return words
    if error.problem_mark is not None and error.problem_mark.index >= len(source):
        return text("the file ends where more is expected"), None
    return text("the text is not YAML: {problem}", problem=problem), None
