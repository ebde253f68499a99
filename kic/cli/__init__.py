"""The command line: parse, call one verb of `kic.repository`, present, exit."""
