"""Tests of the kinds for SQL Server and of their cores."""
