"""`kic score`: the marks of the seats on applications."""
