"""Bad record files, one fault each: a table of faults, each put in several positions of a sound record.

In the texts `‸` stands before the first character that the finding points at; it is taken out of the file. A
fault of a value replaces the text between `⟦` and `⟧` at a position of SOUND; a fault of a line comes before the
line of a position; a whole file stands for itself. `files()` gives them all, also to other tests.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MARK = "‸"

PATH = "concept/recommendations/he-01.yaml"
SOUND = """\
kind: recommendation
id: he-01
edition: k-2022
number: 1
title: ⟦Sprachcafés in jedem Stadtteil⟧
text: |
  Die Stadt richtet Sprachcafés ein.

  # keine Anmerkung, sondern Text
provenance:
  wording: adopted
  source: ⟦Integrationskonzept⟧  # Seite folgt
  page: 12
theme: t1
goals: [t1-z1, t1-z2]
responsible:
  - vhs
  - referat
progress:
  - date: 2023-01-14
    status: planned
    note: ⟦"Beginn: Räume gesucht"⟧
    evidence: [Protokoll, ⟦Bericht⟧]
  - date: 2023-06-14
    status: in_progress
    evidence:
      - Bericht vom Juni
      - ⟦Brief der vhs⟧
sources:
  - title: ⟦Niederschrift⟧
"""
SLOTS = [match.span() for match in re.finditer("⟦.*?⟧", SOUND)]
LINES = {"first": 0, "in the middle": SOUND.index("theme:"), "in a map": SOUND.index("  page:"),
         "in a list": SOUND.index("    status: in_progress"), "last": len(SOUND)}  # fmt: skip


class Bad(NamedTuple):
    """A bad file and what is to be found in it."""

    group: str
    name: str
    path: str
    content: bytes
    code: str
    line: int
    column: int


VALUES = """
anchors     | anchor                    | KIC014 | ‸&name Wort
anchors     | anchor without a value    | KIC014 | ‸&name ""
anchors     | alias of nothing          | KIC014 | ‸*name
anchors     | emphasis in Markdown      | KIC014 | ‸*wichtig*
tags        | string tag                | KIC016 | ‸!!str Wort
tags        | own tag                   | KIC016 | ‸!wort Wort
tags        | no name                   | KIC016 | ‸! Wort
tags        | long tag                  | KIC016 | ‸!<tag:yaml.org,2002:str> Wort
payloads    | python object             | KIC016 | ‸!!python/object/apply:os.system ["id"]
payloads    | python name               | KIC016 | ‸!!python/name:os.system ""
payloads    | binary                    | KIC016 | ‸!!binary aGFsbG8=
payloads    | terminal colours          | KIC003 | ‸"\\e[31mrot\\e[0m"
payloads    | terminal title            | KIC003 | ‸"\\x1b]0;Titel\\a"
strings     | nul                       | KIC003 | ‸"a\\0b"
strings     | carriage return           | KIC003 | ‸"a\\rb"
strings     | next line escape          | KIC003 | ‸"a\\Nb"
strings     | line separator escape     | KIC003 | ‸"a\\Lb"
strings     | no character              | KIC003 | ‸"a\\uFFFFb"
strings     | byte order mark escape    | KIC003 | ‸"a\\uFEFFb"
strings     | half of a surrogate pair  | KIC001 | "a\\u‸D800b"
strings     | past the last character   | KIC001 | "a\\U‸00110000b"
strings     | direction override escape | KIC004 | ‸"a\\u202Eb"
strings     | direction isolate escape  | KIC004 | ‸"a\\u2066b"
strings     | direction override        | KIC004 | Summe ‸\u202e123
strings     | direction embedding       | KIC004 | "Summe ‸\u202a123"
strings     | direction isolate         | KIC004 | Summe ‸\u2067123
strings     | escape of a backslash     | KIC001 | "C:‸\\Daten"
strings     | too few digits            | KIC001 | "a\\x‸1"
encoding    | next line                 | KIC003 | a‸\u0085b
encoding    | line separator            | KIC003 | a‸\u2028b
encoding    | paragraph separator       | KIC003 | a‸\u2029b
encoding    | delete                    | KIC003 | a‸\x7fb
encoding    | bell                      | KIC003 | a‸\x07b
encoding    | escape                    | KIC003 | a‸\x1b[0mb
encoding    | control of Latin 1        | KIC003 | a‸\x9bb
encoding    | byte order mark inside    | KIC003 | a‸\ufeffb
encoding    | not a character           | KIC003 | a‸\uffffb
types       | tilde                     | KIC021 | ‸~
types       | true                      | KIC032 | ‸true
types       | false                     | KIC032 | ‸false
types       | map                       | KIC032 | ‸{a: b}
types       | list                      | KIC032 | ‸[a, b]
"""

LINE_FAULTS = """
merge marks | begin                     | KIC013 | ‸<<<<<<< HEAD
merge marks | middle                    | KIC013 | ‸=======
merge marks | end                       | KIC013 | ‸>>>>>>> zweig
merge marks | base                      | KIC013 | ‸||||||| 1a2b3c4
merge marks | both sides                | KIC013 | ‸<<<<<<< HEAD\n# a\n=======\n# b\n>>>>>>> zweig
line ends   | lone CR in a comment      | KIC005 | # alt‸\r# neu
encoding    | control in a comment      | KIC003 | # a‸\x00b
encoding    | separator in a comment    | KIC003 | # a‸\u2028b
strings     | direction in a comment    | KIC004 | # a‸\u202eb
"""

TOP_LINES = """
duplicates  | same key                  | KIC019 | ‸id: he-01
duplicates  | capital letters           | KIC019 | ‸ID: he-01
duplicates  | one capital letter        | KIC019 | ‸Id: he-01
duplicates  | quoted                    | KIC019 | ‸"id": he-01
duplicates  | other quotes              | KIC019 | ‸'id': he-01
anchors     | merge key                 | KIC015 | ‸<<: {review_by: 2024-01-01}
anchors     | merge key with a list     | KIC015 | ‸<<: [{review_by: 2024-01-01}]
anchors     | key with an anchor        | KIC014 | ‸&a review_by: 2024-01-01
tags        | key with a tag            | KIC016 | ‸!!str review_by: 2024-01-01
keys        | empty                     | KIC020 | ‸"": x
keys        | null                      | KIC020 | ‸null: x
keys        | tilde                     | KIC020 | ‸~: x
keys        | true                      | KIC020 | ‸true: x
keys        | list                      | KIC020 | ‸[a, b]: x
keys        | map                       | KIC020 | ‸{a: b}: x
keys        | complex                   | KIC020 | ? ‸- a\n: x
keys        | question mark before      | KIC020 | ? ‸review_by\n: 2024-01-01
keys        | question mark in braces   | KIC020 | gaps: [{?‸field: x, state: unknown}]
keys        | no-break blank            | KIC020 | ‸\u00a0review_by: 2024-01-01
keys        | zero width blank          | KIC020 | ‸\u200breview_by: 2024-01-01
keys        | soft hyphen               | KIC020 | ‸review\u00ad_by: 2024-01-01
keys        | line break                | KIC020 | ‸"review\\n_by": 2024-01-01
keys        | blank at the end          | KIC020 | ‸"review_by ": 2024-01-01
keys        | question mark             | KIC020 | ‸warum?: darum
keys        | unknown                   | KIC030 | ‸farbe: blau
keys        | file cut in a key         | KIC001 | ‸revie
keys        | misspelled                | KIC030 | ‸reveiw_by: 2024-01-01
keys        | German                    | KIC030 | ‸Straße: x
keys        | YAML 1.1 word             | KIC030 | ‸on: x
types       | no value                  | KIC021 | ‸review_by:
types       | no value but a comment    | KIC021 | ‸review_by:  # folgt
types       | tilde                     | KIC021 | review_by: ‸~
types       | German date               | KIC034 | review_by: ‸31.12.2024
types       | a day that is not         | KIC034 | review_by: ‸2023-02-29
types       | date with time            | KIC034 | review_by: ‸2023-02-28T10:00
types       | words for yes             | KIC032 | invented: ‸yes
types       | quoted false              | KIC032 | invented: ‸"false"
types       | capital letters           | KIC032 | invented: ‸TRUE
types       | text for a list           | KIC032 | continues: ‸he-02
types       | list in a list            | KIC032 | continues: [‸[he-02]]
types       | null in a list            | KIC032 | continues: [‸null]
types       | id with capitals          | KIC038 | continues: [‸HE-02]
types       | id with a blank           | KIC038 | continues: [‸"he 02"]
types       | id with umlauts           | KIC038 | continues: [‸bücher]
types       | id with a path            | KIC038 | continues: [‸../x]
types       | id too long               | KIC038 | continues: [‸LONG]
types       | empty id                  | KIC038 | continues: [‸""]
types       | unknown word              | KIC033 | gaps: [{field: x, state: ‸unknwon}]
types       | unknown key inside        | KIC030 | gaps: [{field: x, state: unknown, ‸nota: x}]
types       | missing key inside        | KIC031 | gaps: [{‸field: x}]
types       | bad source date           | KIC034 | gaps: []\nreview_by: ‸heute
white space | tab before a key          | KIC022 | ‸\treview_by: 2024-01-01
white space | one blank before a key    | KIC001 | ␠‸review_by: 2024-01-01
white space | no blank behind the colon | KIC001 | ‸review_by:2024-01-01\nx: y
directives  | in the middle             | KIC017 | ‸%YAML 1.2
documents   | end                       | KIC018 | ‸...
broken      | no colon                  | KIC001 | ‸nur Text
broken      | two colons                | KIC001 | review_by: a‸: b
broken      | at sign                   | KIC001 | review_by: ‸@alle
broken      | backtick                  | KIC001 | review_by: ‸`x`
broken      | text behind quotes        | KIC001 | review_by: "a" ‸b
broken      | bracket too many          | KIC001 | continues: [a]‸]
broken      | brace for bracket         | KIC001 | continues: [a‸}
broken      | list behind a key         | KIC001 | continues: ‸- a
anchors     | star alone                | KIC014 | review_by: ‸*␠
"""

WHOLE = {
    ("empty", "nothing", "KIC011", 1, 1): b"",
    ("empty", "blank line", "KIC011", 1, 1): b"\n",
    ("empty", "blanks", "KIC011", 1, 1): b"   \n  \n",
    ("empty", "comment only", "KIC011", 1, 1): b"# folgt\n",
    ("empty", "start mark only", "KIC011", 1, 1): b"---\n",
    ("empty", "byte order mark only", "KIC011", 1, 1): b"\xef\xbb\xbf\n",
    ("empty", "null", "KIC012", 1, 1): b"null\n",
    ("types", "list", "KIC012", 1, 1): b"- kind: recommendation\n",
    ("types", "list below a comment", "KIC012", 3, 1): b"# a\n\n- kind: recommendation\n",
    ("types", "bare text", "KIC012", 1, 1): b"recommendation\n",
    ("types", "quoted text", "KIC012", 1, 1): b'"recommendation"\n',
    ("types", "flow list", "KIC012", 1, 1): b"[kind, recommendation]\n",
    ("types", "block text", "KIC012", 1, 1): b"|\n  text\n",
    ("types", "JSON list", "KIC012", 1, 1): b'[{"kind": "recommendation"}]\n',
    ("encoding", "UTF-16 with mark", "KIC002", 1, 1): SOUND.encode("utf-16"),
    ("encoding", "UTF-16 little", "KIC002", 1, 1): "kind: theme\n".encode("utf-16-le"),
    ("encoding", "UTF-16 big", "KIC002", 1, 1): b"\xfe\xff" + "kind: theme\n".encode("utf-16-be"),
    ("encoding", "UTF-32", "KIC002", 1, 1): "kind: theme\n".encode("utf-32"),
    ("encoding", "Latin 1", "KIC002", 2, 14): "kind: theme\ntitle: Sprachcafés\n".encode("latin-1")[
        :-2
    ].replace(b"caf", b"")
    + b"\xe9s\n",
    ("encoding", "cut character", "KIC002", 1, 7): b"kind: \xc3\n",
    ("encoding", "overlong slash", "KIC002", 1, 7): b"kind: \xc0\xaf\n",
    ("encoding", "surrogate", "KIC002", 1, 7): b"kind: \xed\xa0\x80\n",
    ("encoding", "past the last character", "KIC002", 1, 7): b"kind: \xf5\x80\x80\x80\n",
    ("encoding", "lone continuation", "KIC002", 2, 1): b"kind: theme\n\x80id: x\n",
    ("encoding", "zip file", "KIC003", 1, 3): b"PK\x03\x04 x\n",
    ("encoding", "two byte order marks", "KIC003", 1, 1): b"\xef\xbb\xbf\xef\xbb\xbfkind: theme\n",
    ("size and depth", "brackets", "KIC009", 1, 41): b"[" * 5000 + b"\n",
    ("size and depth", "braces", "KIC009", 1, 41): b"{" * 5000 + b"\n",
    ("size and depth", "brackets in a value", "KIC009", 1, 47): b"goals: " + b"[" * 5000 + b"\n",
    ("size and depth", "hyphens", "KIC009", 1, 81): b"- " * 5000 + b"x\n",
    ("size and depth", "question marks", "KIC009", 1, 81): b"? " * 5000 + b"x\n",
    ("size and depth", "indented maps", "KIC009", 41, 41): b"".join(b" " * n + b"a:\n" for n in range(60)),
    ("size and depth", "closed brackets", "KIC009", 1, 43): b"a: " + b"[" * 50 + b"]" * 50 + b"\n",
    ("size and depth", "many items", "KIC010", 1, 39999): b"a: [" + b"b," * 30_000 + b"]\n",
    ("size and depth", "many lines", "KIC010", 10_000, 8): b"".join(b"a%d: b\n" % n for n in range(20_000)),
    ("size and depth", "large", "KIC008", 1, 1): b"a: " + b"b" * 1_000_000 + b"\n",
    ("size and depth", "large comment", "KIC008", 1, 1): b"# " + b"b" * 1_000_000 + b"\nkind: theme\n",
    ("directives", "version", "KIC017", 1, 1): b"%YAML 1.1\n---\n" + b"kind: recommendation\n",
    ("directives", "version to come", "KIC017", 1, 1): b"%YAML 9.9\n---\nkind: theme\n",
    ("directives", "tag", "KIC017", 2, 1): b"# a\n%TAG ! tag:x,2000:\n---\n" + b"kind: recommendation\n",
    ("directives", "unknown", "KIC017", 1, 1): b"%FOO bar\n---\nkind: theme\n",
    ("directives", "template", "KIC017", 1, 1): b"% for x in y\nkind: theme\n",
    ("documents", "two", "KIC018", 3, 1): b"kind: theme\nid: t1\n---\nkind: theme\n",
    ("documents", "empty second", "KIC018", 2, 1): b"kind: theme\n---\n",
    ("documents", "two start marks", "KIC018", 2, 1): b"---\n---\nkind: theme\n",
    ("documents", "front matter", "KIC018", 3, 1): b"---\nkind: theme\n---\n\nText\n",
    ("line ends", "all CR", "KIC005", 1, 12): b"kind: theme\rid: t1\r",
    ("line ends", "CR before CRLF", "KIC005", 1, 12): b"kind: theme\r\r\nid: t1\r\n",
    ("broken", "brackets never closed", "KIC001", 1, 8): b"goals: [a, b\n",
    ("broken", "quotes never closed", "KIC001", 2, 8): b'kind: theme\ntitle: "a\nid: x\n',
    ("broken", "single quotes never closed", "KIC001", 1, 8): b"title: 'a\nid: x\n",
    ("broken", "HTML page", "KIC012", 1, 1): b"<!DOCTYPE html>\n<html></html>\n",
    ("broken", "JSON cut", "KIC001", 1, 9): b'{"kind": \n',
    ("payloads", "laughs", "KIC014", 1, 5): b"a0: &a0 [x]\n"
    + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10)),
    ("payloads", "recursive", "KIC014", 1, 4): b"a: &a [*a]\n",
}
"""Whole files: (group, name, code, line, column) and the bytes."""


def sound() -> str:
    """The record without any fault."""
    return re.sub("[⟦⟧]", "", SOUND)


def rows(table: str) -> Iterator[tuple[str, str, str, str]]:
    """Group, name, code and text of a table's lines."""
    for line in re.split(r"\n(?=[a-z ]+\|)", table.strip("\n")):
        group, name, code, fault = (part.strip(" ") for part in line.split("|", 3))
        yield group, name, code, fault.replace("LONG", "x" * 64).replace("␠", " ")


def made(group: str, name: str, code: str, marked: str) -> Bad:
    """The file of a text with the mark in it."""
    before, _, after = re.sub("[⟦⟧]", "", marked).partition(MARK)
    assert MARK not in after
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Bad(group, name, PATH, (before + after).encode("utf-8", "surrogatepass"), code, line, column)


def files() -> Iterator[Bad]:
    """Every bad file."""
    for group, name, code, fault in rows(VALUES):
        for number, (start, end) in enumerate(SLOTS):
            yield made(group, f"{name}, value {number}", code, SOUND[:start] + fault + SOUND[end:])
    for group, name, code, fault in rows(LINE_FAULTS):
        for position, start in LINES.items():
            yield made(group, f"{name}, {position}", code, SOUND[:start] + fault + "\n" + SOUND[start:])
    for group, name, code, fault in rows(TOP_LINES):
        start = SOUND.index("theme:")
        yield made(group, name, code, SOUND[:start] + fault + "\n" + SOUND[start:])
    for (group, name, code, line, column), content in WHOLE.items():
        yield Bad(group, name, PATH, content, code, line, column)
