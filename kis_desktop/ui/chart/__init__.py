"""The price chart: a canvas of our own, numpy arrays straight to the painter."""
