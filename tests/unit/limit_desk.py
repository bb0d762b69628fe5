"""A desk whose services keep limits."""

from __future__ import annotations

import dataclasses
from typing import cast

from kis_desktop.domain.connection import Environment
from kis_desktop.domain.errors import KisDesktopError
from kis_desktop.domain.risk_defaults import default_profile
from kis_desktop.domain.risk_rules import RiskProfile
from kis_desktop.services.application import Services
from kis_desktop.viewmodels.context import ViewContext
from tests.unit.screen_desk import Desk, DeskServices

USUAL = default_profile(Environment.REAL)


class LimitServices(DeskServices):
    """Keeps what was set; `refusing` is raised instead."""

    def __init__(self) -> None:
        super().__init__()
        self.in_force = USUAL
        self.refusing: KisDesktopError | None = None

    async def profile(self) -> RiskProfile:
        self._refuse()
        return self.in_force

    async def default(self) -> RiskProfile:
        return USUAL

    async def set_profile(self, profile: RiskProfile) -> None:
        self._refuse()
        self.in_force = profile

    def _refuse(self) -> None:
        if self.refusing is not None:
            raise self.refusing


def limit_desk(language: str = "ko") -> tuple[Desk, LimitServices, ViewContext]:
    """A desk, its services and the context for what is shown of limits."""
    desk, services = Desk(language=language), LimitServices()
    context = dataclasses.replace(desk.context, services=cast("Services", services))
    return desk, services, context
