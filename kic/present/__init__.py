"""How things are shown: languages and formats, findings, tables, charts, templates, pages."""
