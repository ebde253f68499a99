"""`kic concept`: the text of the concept, its amendments and their acts."""
