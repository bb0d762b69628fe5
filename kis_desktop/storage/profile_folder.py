"""Where everything of a profile lies.

`KIS_DESKTOP_HOME` moves all that the program writes; without it the system's folder for a program's
data is used. What an environment says (prices, orders, secrets) never lies in the file of another.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kis_desktop.storage.identity import Identity

HOME_VARIABLE = "KIS_DESKTOP_HOME"


def home(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of all profiles; it need not exist."""
    moved = (os.environ if environment is None else environment).get(HOME_VARIABLE)
    if moved:
        return Path(moved).expanduser().absolute()
    return platformdirs.user_data_path("kis-desktop", appauthor=False)


@dataclass(frozen=True, slots=True)
class ProfileFolder:
    """The paths of one profile in one environment."""

    root: Path
    identity: Identity

    @property
    def path(self) -> Path:
        """The folder of the profile."""
        return self.root / "profiles" / self.identity.profile

    @property
    def settings(self) -> Path:
        return self.path / "settings.toml"

    @property
    def layout(self) -> Path:
        return self.path / "layout.toml"

    @property
    def watchlists(self) -> Path:
        return self.path / "watchlists.toml"

    @property
    def charts(self) -> Path:
        """How charts are set up, and the grid that they stand in."""
        return self.path / "charts.toml"

    @property
    def preferences(self) -> Path:
        return self.path / "preferences.toml"

    @property
    def fees(self) -> Path:
        """The commissions of the account of one environment."""
        return self._of_environment("fees.toml")

    @property
    def vault(self) -> Path:
        return self._of_environment("vault")

    @property
    def key_file(self) -> Path:
        """The key of a simulator's vault."""
        return self._of_environment("key")

    @property
    def order_journal(self) -> Path:
        return self._of_environment("orders.sqlite")

    @property
    def limits(self) -> Path:
        """The trader's own limits on orders."""
        return self._of_environment("limits.toml")

    @property
    def drawings(self) -> Path:
        """The folder of what is drawn on charts."""
        return self._of_environment("drawings")

    @property
    def alerts(self) -> Path:
        """What the trader is told of."""
        return self._of_environment("alerts.toml")

    @property
    def bars(self) -> Path:
        return self._of_environment("bars.sqlite")

    @property
    def instruments(self) -> Path:
        return self._of_environment("instruments.json")

    @property
    def recordings(self) -> Path:
        """The folder of what was recorded without another place being named."""
        return self._of_environment("recordings")

    @property
    def log(self) -> Path:
        return self._of_environment("log")

    def order_journal_of(self, market: str) -> Path:
        """The journal of one simulated market: its order numbers begin anew with it."""
        return self._of_environment(f"orders-{market}.sqlite")

    def _of_environment(self, kind: str) -> Path:
        return self.path / f"{self.identity.environment.value}.{kind}"
