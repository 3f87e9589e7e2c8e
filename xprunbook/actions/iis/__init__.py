"""The web server of this machine: application pools, their identities, and the applications of a path."""
