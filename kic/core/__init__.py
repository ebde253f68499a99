"""The vocabulary of kic: values without any input or output."""
