"""The tables of rules, by what a repository has to hold so that they can find something: see `asked`."""
