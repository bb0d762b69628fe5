"""Endpoints about Korean shares; one module each, named as in the catalogue."""
