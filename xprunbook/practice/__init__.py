"""A practice site: stands in for the systems, so that a move can be rehearsed on any machine."""
