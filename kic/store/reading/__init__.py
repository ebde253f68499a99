"""From bytes to records: where files come from, strict YAML, the judge, and every fault at its place."""
