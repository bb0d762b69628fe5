"""Endpoints about Korean futures and options; one module each, named as in the catalogue."""
