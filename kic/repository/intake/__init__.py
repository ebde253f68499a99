"""Applications from a spreadsheet: its columns, its rows, which row is which application, and what changes."""
