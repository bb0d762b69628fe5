"""The account in one line."""
