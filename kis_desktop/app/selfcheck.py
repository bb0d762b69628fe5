"""What this copy of the program holds, to be compared with what the source tree holds."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import numpy as np

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.message_texts import LANGUAGES, texts
from kis_desktop.indicators.inputs import Inputs
from kis_desktop.indicators.live_study import LiveStudy
from kis_desktop.indicators.scan import indicators
from kis_desktop.simulator.bond_list import listed_bonds
from kis_desktop.simulator.foreign import foreign_listings
from kis_desktop.simulator.server.channels import all_channels
from kis_desktop.simulator.server.endpoints import all_endpoints
from kis_desktop.simulator.server.settings import World
from kis_desktop.simulator.universe import all_listings
from kis_desktop.ui.shell.panel_scan import scan_panels
from kis_desktop.ui.theme.resources import font_files


def selfcheck() -> dict[str, object]:
    """The promised counts; `missing` names what is not there, and `ok` is that nothing is."""
    markets = resources.files("kis_desktop.catalogue").joinpath("rules").iterdir()
    counts = {
        "fonts": len(font_files()),
        "panels": len(scan_panels()),
        "indicators": len(indicators()),
        "markets": sum(file.name.endswith(".toml") for file in markets),
        "endpoints": len([loader.endpoint(id_) for id_ in loader.endpoint_ids()]),
        "channels": len([loader.channel(id_) for id_ in loader.channel_ids()]),
        "messages": len(texts("ko")),
        "simulated_endpoints": len(all_endpoints()),
        "simulated_channels": len(all_channels(World.REAL)),
        "simulated_stocks": len(all_listings()),
        "simulated_foreign": len(foreign_listings()),
        "simulated_bonds": len(listed_bonds()),
    }
    missing = [name for name, count in counts.items() if not count]
    missing += _incomputable()
    for language in LANGUAGES:
        absent = set(texts("ko")) ^ set(texts(language))
        missing += [f"message {id_} in {language}" for id_ in sorted(absent)]
    return {"ok": not missing, **counts, "missing": missing}


def _incomputable() -> Iterator[str]:
    """Indicators that lack what they import when they compute."""
    time, one = np.arange(100, dtype=np.int64), np.ones(100)
    for indicator in indicators().values():
        try:
            LiveStudy(indicator, (), Inputs(time, one, one, one, one, one))
        except ImportError as error:
            yield f"indicator {indicator.id}: {error}"
