"""Budget allocation: pure functions from a problem to a proposal, exact in cents and fractions."""
