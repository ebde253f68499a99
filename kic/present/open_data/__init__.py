"""Public tables in the forms that other programs read: CSV, JSON lines, 360Giving, DCAT-AP.de."""
