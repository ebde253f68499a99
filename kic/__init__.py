"""kic: a city's integration concept and its small-grants programme, kept as plain text."""

__version__ = "0.1.0"
