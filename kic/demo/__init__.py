"""The demo city Neuenlauter, invented from end to end, and how its history is told.

`city` is its present state, `history.yaml` says how that came about, `build` makes revisions of both.
"""
