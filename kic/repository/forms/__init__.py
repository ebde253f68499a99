"""Forms of a call: what they ask, and single filled-in ones read back into one reviewed plan."""
