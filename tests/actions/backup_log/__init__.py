"""Tests of the Backup-Manager log."""
