"""What changed between two states: on the terminal, as Markdown for a pull request, and in a review."""
