"""`kic report`: what grantees hand in, and how it is examined."""
