"""Kinds of the web server, in situations of a made-up IIS."""
