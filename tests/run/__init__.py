"""Tests of the record and its writing."""
