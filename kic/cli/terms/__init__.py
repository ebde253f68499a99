"""The terms of a call on the command line: as options, read into values, and in a table."""
