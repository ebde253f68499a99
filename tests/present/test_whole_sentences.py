"""What ends a command is said in whole sentences: they stand by themselves behind `kic:`, and their help below."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import kic
from kic import errors
from kic.present.translations import translations

KIC = Path(kic.__file__).parent
EXCEPTIONS = {
    name for name, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, errors.KicError)
}
ENDS = (".", "?", "!", ":", "…", "}")
COMMANDS = ("kic ", "kic.yaml", "git ", "private/")
"""Names in small letters with which a sentence may begin."""


def said() -> Iterator[tuple[str, str]]:
    """The sentence and the help of every exception that is raised in kic, with the file."""
    for path in KIC.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in EXCEPTIONS:
                for spoken in (*call.args[:1], *(each.value for each in call.keywords if each.arg == "help")):
                    for part in ast.walk(spoken):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                            yield path.relative_to(KIC).as_posix(), part.value


def is_whole(sentence: str) -> bool:
    """Whether it begins with a capital, or a name that has none, and ends as a sentence or with a command."""
    first, last = sentence.lstrip("„"), sentence.rsplit(": ", maxsplit=1)[-1]
    begins = not first[0].islower() or first.startswith(COMMANDS)
    return begins and (sentence.endswith(ENDS) or last.startswith((*COMMANDS, "--")))


def test_exceptions_speak_german_in_whole_sentences() -> None:
    german = translations(KIC / "locale/de/LC_MESSAGES/kic.mo")
    spoken = {(path, german.gettext(each)) for path, each in said()}
    assert len(spoken) > 500, "they are found"
    assert {(path, each) for path, each in spoken if not is_whole(each)} == set()


def test_a_fragment_is_none() -> None:
    assert is_whole("Der Name ist leer; bitte eine Datei nennen.")
    assert is_whole("Zum Beispiel: kic allocate 2026-1")
    assert not is_whole("der Name ist leer.")
    assert not is_whole("Der Name ist leer")
