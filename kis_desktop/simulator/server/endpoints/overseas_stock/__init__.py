"""Endpoints about foreign shares; one module each, named as in the catalogue."""
