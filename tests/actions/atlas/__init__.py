"""Tests of the atlas.xml family."""
