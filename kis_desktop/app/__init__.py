"""The composition root: the one place that knows every layer; builds, starts and stops."""
