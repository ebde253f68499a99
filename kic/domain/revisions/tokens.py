"""The words of a text and the pieces that it is built of: paragraphs, items of a list, rows of a table, headings."""

import re

from kic.domain.revisions.typography import STRUCTURE

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jänner"
_UNITS = "%|‰|€|°C|°|Euro|EUR|Prozent|Tsd\\.|Mio\\.|Mrd\\.|km|m²|m2|ha|kg|Stunden|Tage|Wochen|Monate|Jahre"
_S = "[ \u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"""
    (?P<space>[^\S\n]+)
  | \n
  | \d{{1,2}}\.{_S}?(?:{_MONTHS})(?:{_S}\d{{4}})?(?!\w)              # 14. Februar 2022
  | §§?{_S}?\d+[a-z]?                                                 # § 22
  | [+\u2212-]?\d+(?:[.,:/\u2013-]\d+)*\.?(?:{_S}?(?:{_UNITS})(?!\w))+   # 1.234,50 Euro, 10-12 %
  | \d+(?:[.,:/\u2013-]\d+)*(?:\.(?=\d|{_S}[a-zäöü]))?\w*             # 14.02.2022, 2., 3b
  | (?:[^\W\d_]\.{_S}?){{1,3}}[^\W\d_]\.                              # z. B., i. d. R.
  | (?:Abs|Art|Nr|Kap|Ziff|bzw|ca|evtl|ggf|inkl|vgl|usw|etc|sog|zzgl|Dr|Prof|St|Str)\.
  | (?P<f>[^\W\d_]{{3,}})innen{_S}(?:und|oder){_S}(?P=f)(?:e[nr]?|n)?(?!\w)   # Bürgerinnen und Bürger
  | (?P<m>[^\W\d_]{{3,}}){_S}(?:und|oder){_S}(?P=m)innen(?!\w)        # Bürger und Bürgerinnen
  | [^\W_][\w\u0300-\u036f\u00ad]*                                    # a word, with its accents
    (?:(?:/-|[-\u2010\u2011:*_/·\u2019'&])(?=[^\W_])[\w\u0300-\u036f\u00ad]+   # Kita-Lotsen, Bürger:innen, und/oder
      |\((?:in|innen|r|n|en|e|s)\)                                    # Schüler(innen)
    )*
    -?                                                                # Vor- und Nachteile
  | \.\.\.
  | .(?:\u200d[^\w\s]|[\u0300-\u036f\ufe0e\ufe0f\U0001f3fb-\U0001f3ff])*   # a sign, also a picture made of several
    """,
    re.VERBOSE,
)

_WEAK_WORDS = """
aber alle allem allen als am an auch auf aus bei beim bis da damit dann das dass dem den der deren des
dessen die dies diese diesem diesen dieser dieses durch ein eine einem einen einer eines er es für gegen hat
haben ihr ihre ihrem ihren ihrer im in ins ist mit nach nicht noch nur ob oder sein seine seiner sich sie
sind so sowie über um und unter vom von vor war was wenn werden wie wird wo zu zum zur zwischen the a an of
to and or is are for
"""
_WEAK = frozenset(_WEAK_WORDS.split())
"""Words that any two texts share; that they stay says little."""
CONTENT = 4
"""The weight of a word of content."""


class Tokens:
    """The words of a text with their places; spaces are no words, an end of a line is one.

    `total[n]` is the weight of the first n words.
    """

    __slots__ = ("ends", "starts", "text", "total", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.total = [0]
        for match in _TOKEN.finditer(text):
            if match.lastgroup != "space":
                self.words.append(match[0])
                self.starts.append(match.start())
                self.ends.append(match.end())
                self.total.append(self.total[-1] + weight(match[0]))

    def weight(self, low: int, high: int) -> int:
        """How much these words weigh together."""
        return self.total[high] - self.total[low]

    def begins_piece(self, at: int) -> int:
        """How good a place before this word is for the beginning of a change."""
        if at == 0 or at >= len(self.words) or self.words[at - 1] == "\n":
            return 4
        before = self.words[at - 1]
        if before[-1] in ".!?:" and self.words[at][:1].isupper():
            return 3
        return 1 if before[-1] in ",;–-(„" else 0

    def units(self) -> list[tuple[int, int]]:
        """The paragraphs, items, rows and headings as ranges of words, without the ends of lines around them."""
        units: list[tuple[int, int]] = []
        words, text = self.words, self.text
        at, count, open_ = 0, len(words), False
        while at < count:
            if words[at] == "\n":
                at += 1
                open_ = False  # a second one in a row: a blank line
                continue
            line_start = text.rfind("\n", 0, self.starts[at]) + 1
            end = at
            while end < count and words[end] != "\n":
                end += 1
            begins = STRUCTURE().match(text, line_start) is not None
            if open_ and not begins:
                units[-1] = (units[-1][0], end)
            else:
                units.append((at, end))
            open_ = text[self.starts[at]] not in "|#"
            at = end + 1 if end < count else end
        return units


def weight(word: str) -> int:
    """How much it says that a word stays: four for one of content, nothing for the end of a line."""
    if word == "\n":
        return 0
    if not word[0].isalnum():
        return 1 if word[0] != "§" else 2
    return 2 if word.lower() in _WEAK else CONTENT
