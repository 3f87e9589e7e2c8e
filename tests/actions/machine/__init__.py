"""Kinds of a Windows machine."""
