"""Documents: pure functions from a snapshot to the plain data that a template of the same name shows."""
