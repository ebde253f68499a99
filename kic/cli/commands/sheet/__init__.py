"""`kic sheet`: records as sheets for people with spreadsheet programs, and back."""
