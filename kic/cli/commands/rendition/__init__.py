"""`kic rendition`: summaries, translations and versions in easy language, and whether they still fit."""
