"""`kic meeting`: the committee sits, votes and awards."""
