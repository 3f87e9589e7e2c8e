"""What SHOULD happen: the runbook format, its model, its problems, and choosing a plan. Pure."""
