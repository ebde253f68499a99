"""Persons: what must not enter the records, and the private overlay outside git where it belongs.

Names, addresses and bank details of natural persons live in the overlay. `forms` finds what has
the form of personal data in any text, `marks` spares most texts that search, `rules` searches records and file names,
`overlay` says what the overlay holds.
"""
