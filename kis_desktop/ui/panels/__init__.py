"""The panels: one module each, found by the header that it carries."""
