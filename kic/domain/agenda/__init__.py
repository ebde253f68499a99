"""The agenda (Termine): everything that is due, from all chapters, overdue first.

Pure functions of a snapshot and of today; nothing here is stored.
"""
