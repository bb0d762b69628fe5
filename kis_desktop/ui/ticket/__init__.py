"""The order ticket's own widgets."""
