"""The text of a concept from a file: its themes, goals and recommendations found, matched, and entered as one plan."""
