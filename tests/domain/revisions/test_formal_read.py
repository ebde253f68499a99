"""The German sentences alone are enough: a reader who knows nothing of kic carries them out with paper and pencil.

The reader below finds places by counting and quoted words by searching, as a clerk does, and shares no code with the list
but the way of counting sentences. Spaces follow from the words, so they are left out of the comparison.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.domain.revisions.formal_instructions import Name, Wording
from kic.domain.revisions.formal_places import units
from kic.domain.revisions.formal_sentences import line
from kic.domain.revisions.formal_wording import edits
from kic.present.language import speak
from tests.domain.revisions import pairs

Q = "„(.*)“"
WORDS = [
    (
        rf"Die Angabe {Q} wird an (?:allen \d+|beiden) Stellen durch die Angabe {Q} ersetzt",
        "every",
        "old new",
    ),
    (rf"Das (\d+)\. Vorkommen der Angabe {Q} wird durch die Angabe {Q} ersetzt", "one", "nth old new"),
    (rf"Nach der Angabe {Q} wird die Angabe {Q} durch die Angabe {Q} ersetzt", "one", "after old new"),
    (rf"Nach der Angabe {Q} wird das Komma durch die Angabe {Q} ersetzt", "one", "after , new"),
    (rf"Die Angabe {Q} wird durch die Angabe {Q} ersetzt", "one", "old new"),
    (rf"Nach der Angabe {Q} wird die Angabe {Q} gestrichen", "one", "after old"),
    (rf"Nach der Angabe {Q} wird das Komma gestrichen", "one", "after ,"),
    (rf"Die Angabe {Q} wird gestrichen", "one", "old"),
    (rf"Nach der Angabe {Q} wird ein Komma eingefügt", "one", "after +"),
    (rf"Nach der Angabe {Q} werden ein Komma und die Angabe {Q} eingefügt", "one", "after +new"),
    (rf"Nach der Angabe {Q} wird die Angabe {Q} eingefügt", "one", "after new"),
    (rf"Vor der Angabe {Q} wird die Angabe {Q} eingefügt", "one", "before new"),
]
UNIT = r"((?:Absatz \d+ )?(?:Satz|Sätze|Listenpunkte?|Tabellenzeilen?|Absatz) \d+(?: und \d+| bis \d+)?)"


class Paper:
    """An old text on which changes are noted, and written out at the end."""

    def __init__(self, text):
        self.text = text
        self.notes = []

    def fair_copy(self):
        result, at = [], 0
        for start, end, words in sorted(self.notes, key=lambda note: note[:2]):
            assert start >= at, "two notes for the same words"
            result += [self.text[at:start], words]
            at = end
        return "".join([*result, self.text[at:]])

    def place(self, name):
        """From where to where a place reaches; the whole text if none is named."""
        if not name:
            return 0, len(self.text)
        found = re.fullmatch(r"(?:Absatz (\d+) )?(\w+?)(?:e|n)? (\d+)(?: (?:und|bis) (\d+))?", name)
        paragraph, noun, first, last = found[1], found[2], int(found[3]), int(found[4] or found[3])
        kind = {
            "Satz": "sentence",
            "Sätz": "sentence",
            "Listenpunkt": "item",
            "Tabellenzeil": "row",
            "Absatz": "paragraph",
        }[noun.removesuffix("e") if noun == "Tabellenzeile" else noun]
        chosen = [
            unit
            for unit in units(self.text)
            if (kind == "paragraph" and unit.paragraph == first)
            or (
                unit.kind == kind
                and first <= unit.number <= last
                and unit.paragraph in {0, int(paragraph or 1)}
            )
        ]
        assert chosen, name
        return chosen[0].start, chosen[-1].end

    def find(self, words, start, end, nth=None):
        """Where the words stand; they have to stand there once unless it is said which."""
        found = [
            hit.start() + start
            for hit in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.text[start:end])
        ]
        assert nth is not None or len(found) == 1, (words, found)
        return found[(nth or 1) - 1]


def carried_out(sentence, text):
    """The notes for one sentence of the list, after its element and field."""
    paper = text
    where, _, command = sentence.partition(": ") if re.match(UNIT + ": ", sentence) else ("", "", sentence)
    start, end = paper.place(where)
    for pattern, how, names in WORDS:
        found = re.match(pattern, command)
        if found:
            _words(paper, how, dict(zip(names.split(), found.groups(), strict=False)), names, start, end)
            return
    _units(paper, command)


def _words(paper, how, said, names, start, end):
    new = said.get("new", "")
    if "+" in names:
        new = ", " + said.get("+new", "") if "+new" in said else ","
    old = "," if " , " in f" {names} " else said.get("old", "")
    new = said.get("new", said.get(",", new)) if " , " in f" {names} " else new
    if how == "every":
        for hit in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", paper.text):
            paper.notes.append((hit.start(), hit.end(), new))
        return
    if "before" in said:
        at = paper.find(said["before"], start, end)
        paper.notes.append((at, at, new + " "))
        return
    nth = int(said["nth"]) if "nth" in said else None
    if "after" in said:
        pattern = re.escape(said["after"]) + r"\s*" + re.escape(old)
        hits = [*re.finditer(rf"(?<!\w){pattern}(?!\w)", paper.text[start:end])]
        assert len(hits) == 1, (said, hits)
        finish = start + hits[0].end()
        paper.notes.append((finish - len(old), finish, " " + new))
        return
    at = paper.find(old, start, end, nth)
    paper.notes.append((at, at + len(old), new))


def _units(paper, command):
    if found := re.fullmatch(rf"{UNIT} (?:wird|werden) gestrichen\.", command):
        paper.notes.append((*paper.place(found[1]), ""))
    elif found := re.fullmatch(rf"{UNIT} (?:wird|werden) wie folgt gefasst: {Q}", command, re.DOTALL):
        paper.notes.append((*paper.place(found[1]), found[2]))
    elif found := re.fullmatch(rf"Nach {UNIT} wird (?:als neuer Absatz )?eingefügt: {Q}", command, re.DOTALL):
        _, at = paper.place(found[1])
        paper.notes.append((at, at, " " + found[2]))
    elif found := re.fullmatch(rf"Am Anfang wird eingefügt: {Q}", command, re.DOTALL):
        paper.notes.append((0, 0, found[1] + " "))
    elif found := re.fullmatch(rf"(?:Dem Wortlaut|Als neuer Absatz) wird angefügt: {Q}", command, re.DOTALL):
        paper.notes.append((len(paper.text), len(paper.text), " " + found[1]))
    elif found := re.fullmatch(
        rf"(?:Der Wortlaut wird wie folgt gefasst|Folgender Wortlaut wird eingefügt): {Q}", command, re.DOTALL
    ):
        paper.notes.append((0, len(paper.text), found[1]))
    elif command == "Der Wortlaut wird gestrichen.":
        paper.notes.append((0, len(paper.text), ""))
    elif found := re.fullmatch(rf"{UNIT} wird nach {UNIT} gestellt\.", command):
        start, end = paper.place(found[1])
        _, at = paper.place(found[2])
        paper.notes += [(start, end, ""), (at, at, " " + paper.text[start:end])]
    elif found := re.fullmatch(rf"{UNIT} wird an den Anfang gestellt\.", command):
        start, end = paper.place(found[1])
        paper.notes += [(start, end, ""), (0, 0, paper.text[start:end] + " ")]
    elif not re.fullmatch(r"Mit .* beginnt .*\.|.* wird mit dem vorhergehenden Absatz verbunden\.", command):
        raise AssertionError(command)


FIELDS = {"Wortlaut": "text", "Titel": "title", "Leitbild": "vision", "Zusammenfassung": "summary"}


@pytest.mark.parametrize("name", pairs.names())
def test_the_sentences_alone_lead_to_the_new_words(name):
    """For every element that stays: its fields after the list of the corpus was read and carried out."""
    pair = pairs.pair(name)
    papers, expected = {}, {}
    for each in pairs.compared(name):
        for change in each.changes:
            if change.before and change.after:
                papers[change.before, change.field] = Paper(change.old)
                expected[change.before, change.field] = change.new
    for written in pair.de:  # several lines stand below the sentence, otherwise within it
        sentence = re.sub(r":\n(?!  )(.*)", r": „\1“", written, flags=re.DOTALL)
        found = re.match(
            r"[^:]*?\(?([a-z0-9-]+)\)?, (Wortlaut|Titel|Leitbild|Zusammenfassung)(?:, |: )(.*)",
            sentence,
            re.DOTALL,
        )
        if found:
            carried_out(re.sub(r" \(Nur Typografie: .*\)", "", found[3]), papers[found[1], FIELDS[found[2]]])
    for key, paper in papers.items():
        assert re.sub(r"\s", "", paper.fair_copy()) == re.sub(r"\s", "", expected[key])


SENTENCE = st.lists(
    st.sampled_from(
        [
            "Kinder",
            "Eltern",
            "und",
            "die",
            "der",
            "Stadt",
            "nicht",
            "Kurse",
            "am",
            "Abend",
            "80",
            "z.\xa0B.",
            "Bund",
            "Hund",
            "Kita-Lotsen",
        ]
    ),
    min_size=2,
    max_size=9,
).map(lambda words: f"Die {' '.join(words)} gilt.")
SENTENCES = st.lists(SENTENCE, min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(SENTENCES, st.data())
def test_any_sentences_are_read_the_same(sentences, data):
    """Words and sentences struck, put in, replaced and moved at random, in texts full of the same few words."""
    old = " ".join(sentences)
    changed = [words for words in sentences if data.draw(st.integers(0, 5))]
    for at, words in enumerate(changed):
        if data.draw(st.booleans()):
            parts = words.split(" ")
            place = data.draw(st.integers(1, len(parts) - 1))
            parts[place : place + data.draw(st.integers(0, 1))] = data.draw(
                st.sampled_from([[], ["gern"], ["oder", "auch"]])
            )
            changed[at] = " ".join(parts)
    changed[data.draw(st.integers(0, len(changed))) : 0] = data.draw(st.lists(SENTENCE, max_size=1))
    new = " ".join(changed)
    paper = Paper(old)
    for edit in edits(old, new):
        said = line(Wording(Name("recommendation", "he-01"), "text", edit))
        sentence = speak("de").say(said.sentence).removeprefix("Handlungsempfehlung he-01, Wortlaut")
        carried_out(re.sub(r"^(?:, |: )", "", sentence), paper)
    assert re.sub(r"\s", "", paper.fair_copy()) == re.sub(r"\s", "", new)
