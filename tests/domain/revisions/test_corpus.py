"""Every pair of the corpus: its classes, its marks, its formal list in both languages, and the list carried out."""

import json

import pytest

from kic.domain.revisions.comparing import Class
from kic.domain.revisions.formal import data, from_data, new_text, old_text
from kic.domain.revisions.formal_applying import applied, text_alone
from kic.domain.revisions.formal_sentences import line
from kic.domain.revisions.words import marked
from kic.present.language import speak
from tests.domain.revisions import pairs

NAMES = pairs.names()


@pytest.mark.parametrize("name", NAMES)
def test_the_classes_are_those_that_a_clerk_would_name(name):
    pair = pairs.pair(name)
    expected = {id: [value] if isinstance(value, str) else value for id, value in pair.classes.items()}
    assert pairs.classes(pairs.compared(name)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_marks_are_those_that_a_reader_would_make(name):
    pair = pairs.pair(name)
    assert pairs.marks(pairs.compared(name)) == pair.marks


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_list_reads_as_written(name, code):
    pair = pairs.pair(name)
    assert pairs.shown(pairs.listed(pairs.compared(name)), code) == getattr(pair, code)


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_list_leads_to_the_new_text_and_back(name, code):
    """Through the JSON of either language: sentences for people, data for whoever carries the list out."""
    pair = pairs.pair(name)
    for this in (pairs.compared(name), _back(pair)):
        found = pairs.listed(this)
        language = speak(code)
        rows = [
            {"sentence": language.say(line(each).sentence), "data": row}
            for each, row in zip(found, data(found), strict=True)
        ]
        read = from_data([row["data"] for row in json.loads(json.dumps(rows, ensure_ascii=False))])
        assert read == found
        assert applied(old_text(this), read) == text_alone(new_text(this))


@pytest.mark.parametrize("name", [name for name in NAMES if pairs.pair(name).editions is None])
def test_as_two_editions_the_same_words_are_marked(name):
    """Each pair of revisions once more as two editions, whose elements continue those of the same name."""
    pair = pairs.pair(name)
    as_editions = pairs.as_editions(pair)
    found = {key.replace("-n.", "."): words for key, words in pairs.marks(as_editions).items()}
    same = {each.id for each in pairs.compared(name) if [old.id for old in each.olds] == [each.id]}
    expected = {key: words for key, words in pair.marks.items() if key.split(".")[0] in same}
    assert {key: words for key, words in found.items() if key.split(".")[0] in same} == expected
    assert applied(old_text(as_editions), pairs.listed(as_editions)) == text_alone(new_text(as_editions))


def _back(pair):
    """The same pair the other way round."""
    before, after = pairs.states(pair)
    return pairs.compare(after, before, pair.editions and pair.editions[::-1], backwards=True)


@pytest.mark.parametrize("name", [name for name in NAMES if pairs.pair(name).editions is None])
def test_the_later_state_first_is_the_same_read_backwards(name):
    """What was merged is split again, and beside each element stands the one that it came from."""
    turned = {
        Class.NEW: Class.DROPPED,
        Class.DROPPED: Class.NEW,
        Class.MERGED: Class.SPLIT,
        Class.SPLIT: Class.MERGED,
    }
    forth, back = pairs.compared(name), _back(pairs.pair(name))
    assert {
        (one.news, one.olds, frozenset(one.classes), frozenset((c.new, c.old) for c in one.changes))
        for one in back
    } == {
        (
            one.olds,
            one.news,
            frozenset(turned.get(each, each) for each in one.classes),
            frozenset((c.old, c.new) for c in one.changes),
        )
        for one in forth
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_marks_give_both_texts(name):
    for each in pairs.compared(name):
        for change in each.changes:
            pieces = marked(change.old, change.new)
            assert pairs.before_marks(pieces) == change.old
            assert pairs.after_marks(pieces) == change.new


def test_there_are_enough_pairs_of_both_sorts():
    all_pairs = [pairs.pair(name) for name in NAMES]
    assert len(all_pairs) >= 60
    assert sum(pair.editions is not None for pair in all_pairs) >= 10
