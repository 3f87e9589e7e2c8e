"""The plain face: the same engine as numbered text, one line at a time; and scripts without a face."""
