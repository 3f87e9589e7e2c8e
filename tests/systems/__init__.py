"""Tests of the real systems."""
