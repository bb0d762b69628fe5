"""One module per REST endpoint, found by scan: each holds an `ENDPOINT`."""

import importlib
import pkgutil

from kis_desktop.simulator.server.call import Endpoint


def all_endpoints() -> tuple[Endpoint, ...]:
    """The endpoints of all modules beside this one, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}").ENDPOINT for name in names)
