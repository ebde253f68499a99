"""`kic call`: a call from its draft to its settlement."""
