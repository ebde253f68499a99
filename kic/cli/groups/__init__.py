"""What the commands of a group share, such as those of `kic notice`: options, how things are named and shown."""
