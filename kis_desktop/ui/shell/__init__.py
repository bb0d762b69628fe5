"""The window around the panels: bars, docks, search, layout."""
