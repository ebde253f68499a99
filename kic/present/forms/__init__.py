"""Forms to be filled in by hand: what they ask, and how they are written as DOCX and XLSX. Knows nothing of grants."""
