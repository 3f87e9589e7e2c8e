"""Logs of the Backup-Manager: bytes to entries, entries to a story, a story to a finding. The core is pure."""
