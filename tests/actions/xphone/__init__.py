"""Kinds of the XPhone Connect Server."""
