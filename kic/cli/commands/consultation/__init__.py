"""`kic consultation`: the events of the process by which a draft comes about."""
