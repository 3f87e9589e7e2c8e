"""The OUTSIDE: processes, files, network, services, databases, the vault. Protocols and the real ones."""
