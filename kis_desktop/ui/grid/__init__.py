"""The fast table: a view on rows of cells, painted in one pass."""

from kis_desktop.ui.grid.grid import Grid, GridState

__all__ = ["Grid", "GridState"]
