"""One module per command: `command` is the function that Typer reads, `EXAMPLES` the lines of its help page."""
