"""A terminal runbook. Importing the package imports nothing else: start-up cost is paid by who needs it."""

__version__ = "0.1.0"
