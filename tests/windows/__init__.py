"""Tests that need a Windows Python: on Windows pytest runs them as any other; elsewhere ``test_under_wine`` does."""
