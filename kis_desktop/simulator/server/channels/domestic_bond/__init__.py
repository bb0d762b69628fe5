"""Channels about Korean bonds; one module each, named as in the catalogue."""
