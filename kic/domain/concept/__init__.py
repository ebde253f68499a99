"""The concept: editions, themes with goals, recommendations with progress, and what surrounds them."""
