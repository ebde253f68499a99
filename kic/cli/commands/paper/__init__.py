"""`kic paper`: papers for the council and its committees."""
