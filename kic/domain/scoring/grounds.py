"""Words by which a ground of exclusion is known, such as kinship, employment or office."""

from kic.core.pattern import any_word

_GROUNDS = (
    "ehefrau", "ehemann", "ehegatt", "ehepartner", "eheleute", "lebenspartner", "lebensgefährt", "verwandt",
    "verschwägert", "schwager", "schwägerin", "schwester", "brud", "brüder", "geschwister", "tochter", "töchter",
    "söhn", "sohn", "mutter", "vater", "eltern", "onkel", "tante", "neffe", "nichte", "cousin", "enkel", "verheiratet",
    "geschieden", "verlobt", "familie", "vorstand", "vorsitz", "aufsichtsrat", "geschäftsführ", "gesellschafter",
    "vereinsmitglied", "mitglied im", "mitglied in", "mitglied des", "mitglied der", "angestellt", "beschäftigt",
    "arbeitgeber", "arbeitnehmer", "mitarbeiter", "bevollmächtig", "betreuer", "vormund", "freund", "spouse", "wife",
    "husband", "brother", "sister", "daughter", "mother", "father", "parent", "uncle", "aunt", "nephew", "niece",
    "married", "divorced", "board member", "on the board", "employ", "director", "partner of", "friend",
)  # fmt: skip
_GROUNDS_AS_A_WORD = frozenset(("kind", "kinder", "son", "chair", "chairman", "chairwoman", "chairperson"))
"""What a ground of exclusion begins with, and what says one as a whole word: *kindly* and *sonst* do not."""


def reads_like_a_ground(reference: str) -> bool:
    """Whether a reference says why somebody is excluded, instead of where that is kept."""
    words = reference.casefold()
    return any(
        words.startswith(_GROUNDS, each.start()) or each[0] in _GROUNDS_AS_A_WORD
        for each in any_word().finditer(words)
    )
