"""Merging three states of one record's file, entry by entry, so that comments and layout stay.

`segments` cuts a file into the entries of its maps and lists, `three_way` merges those of three files, `conflicts`
writes down what two people changed differently: as comments beside the value, so that the file still parses.
"""
