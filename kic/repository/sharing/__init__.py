"""Recording, sending and fetching changes, for people who know records and no version control."""
