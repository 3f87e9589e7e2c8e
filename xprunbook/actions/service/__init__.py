"""Windows services and the accounts they run under. The names of services come from the runbook."""
