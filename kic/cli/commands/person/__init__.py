"""Commands of `kic person`: entries of the private overlay."""
