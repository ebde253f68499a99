"""`kic year`: the money of a budget year, from the budget to the closed accounts."""
