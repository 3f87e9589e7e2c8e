"""The tests mirror the package; proofs and benchmarks have runners of their own."""
