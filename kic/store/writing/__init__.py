"""From a plan to bytes on the disk: edits spliced in, whole new files, one operation at a time, which can be undone."""
