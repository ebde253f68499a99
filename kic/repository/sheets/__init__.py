"""Records as sheets, both ways: out to be worked on by people with spreadsheet programs, and back as one change.

columns     what of a kind stands in the columns of a sheet, and how a value is spelled and read
technical   the hidden sheet: what went out, so that a change is told from what was there
outgoing    the workbook of a kind's records
form        what returned sheets have in common: the sheet, its columns, its rows, three-way comparison
incoming    returned sheets of a kind, several files at once, as edits
status_out  the yearly status query, a workbook for each responsible body
status_in   its answers as entries of progress
chasing     who has not answered
"""
