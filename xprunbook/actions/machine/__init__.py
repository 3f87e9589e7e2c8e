"""The Windows machine the program runs on: rights, versions, addresses, the registry, and programs with a window."""
