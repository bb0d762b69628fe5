"""Widgets: they show what view models hold and own nothing."""
