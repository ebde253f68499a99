"""YAML, git and disk: how a repository is read into a snapshot and how finished bytes are written."""
