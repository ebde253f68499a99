"""`kic contribution`: what people propose to a revision of the concept, and what became of it."""
