"""The completed runbook as evidence: a pure function of the record."""
