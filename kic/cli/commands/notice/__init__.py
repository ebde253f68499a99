"""`kic notice`: notices from the draft to finality, their conditions, and objections."""
