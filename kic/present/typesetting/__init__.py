"""Documents on paper and for Word: Markdown through pandoc to typst (PDF) and DOCX.

Both need the extra `kic[documents]`. pandoc reads the text as CommonMark and nothing else, titles and addresses
reach typst as JSON data: no text of a record is ever typst source.
"""
