"""What can be drawn on a chart, and how it is drawn, taken hold of and changed."""
