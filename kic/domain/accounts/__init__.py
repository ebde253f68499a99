"""Accounts: what became of every cent, from the budget to the final sum, and where it went in the concept.

Pure functions over the records of all chapters before; nothing here is stored.
"""
