"""`kic form`: forms of a call, out and back."""
