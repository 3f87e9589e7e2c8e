"""The facts of the source document as data, and the hashes of its word windows."""
