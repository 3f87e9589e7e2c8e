"""HOW a step is automated: one module a family of kinds. They ask their site for systems."""
