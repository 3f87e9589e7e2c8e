"""Tests of the format: reading, checking, languages, values, choosing."""
