"""HOW a step is automated: one module a family of kinds. Knows base and the contract, asks its site for systems."""
