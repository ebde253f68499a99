"""The pages of `kic help TOPIC`: `pages` has the table of them; each longer one has a module of its own."""
