"""`kic conflict`: what two people changed differently, shown and settled."""
