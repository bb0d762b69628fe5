"""The scenes that every endpoint is asked in, their markets made once for all who ask there."""

from kis_desktop.simulator.server.scenes import scenes

SCENES = scenes()
