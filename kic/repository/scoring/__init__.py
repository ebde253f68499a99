"""Score sheets: sent out to the seats, and read back."""
