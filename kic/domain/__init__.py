"""What an integration concept and a grant office are: one chapter per module, in the order of life.

Each chapter reads in the same order: what it is (records), what must hold (rules), what can happen
(moves). A chapter may import only earlier ones: knowledge, settings, privacy, concept, committee, calls,
applications, scoring, decisions. `chapters` is the table of all kinds, `rules` that of all rules.
"""
