"""The front door: parses the command line and wires the rooms together."""
