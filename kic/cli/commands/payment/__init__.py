"""`kic payment`: money is asked for, certified, ordered, released, booked, and comes back."""
