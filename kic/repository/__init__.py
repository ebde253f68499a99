"""The verbs of kic as a library: open, check, propose, commit, render."""
