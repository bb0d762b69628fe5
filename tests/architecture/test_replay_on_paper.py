"""What plays a past day has no way to an order of the market: it cannot even name one."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source_tree import Module, module_from, modules

PLAYERS = (
    "domain/paper_engine.py",
    "domain/paper_order.py",
    "domain/paper_result.py",
    "viewmodels/chart_replay.py",
    "viewmodels/replay_csv.py",
    "viewmodels/replay_desk.py",
    "viewmodels/replay_fills.py",
    "viewmodels/replay_tape.py",
    "ui/chart/replay_bar.py",
    "ui/chart/replay_figures.py",
    "ui/chart/replay_painter.py",
    "ui/chart/replay_sync.py",
    "ui/chart/replay_ticket.py",
    "ui/chart/tools/replay.py",
)
ORDERING = ("OrderIntent", "AmendIntent", "CancelIntent", "LadderOrders")
ACTING = {"conditional", "reservations", "kill_switch", "drills", "submit", "pick_price"}
WAYS = ("services.orders", "services.conditional", "services.reservations", "services.kill_switch")


def ways_to_the_market(module: Module) -> list[str]:
    """Imports and attributes by which an order could leave."""
    found: list[str] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            names = {name.name for name in node.names}
            ours = f"{node.module}".removeprefix("kis_desktop.")
            found += [f"{ours}:{name}" for name in names if name in ORDERING]
            found += [ours for way in WAYS if ours.startswith(way)]
        elif isinstance(node, ast.Attribute):
            services = isinstance(node.value, ast.Attribute) and node.value.attr == "services"
            if node.attr in ACTING or (services and node.attr != "history"):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("path", PLAYERS)
def test_a_player_knows_no_way_to_the_market(path: str) -> None:
    (module,) = (module for module in modules() if module.path == path)
    assert ways_to_the_market(module) == []


@pytest.mark.parametrize(
    "code",
    [
        "from kis_desktop.services.orders import Orders",
        "from kis_desktop.domain.order import OrderIntent",
        "context.services.orders.submit(x)",
        "self._context.services.reservations",
        "chart.pick_price(price)",
    ],
)
def test_a_way_to_the_market_is_seen(code: str) -> None:
    assert ways_to_the_market(module_from("viewmodels/chart_replay.py", code))


def test_every_module_of_the_replay_is_looked_at() -> None:
    named = {
        module.path
        for module in modules()
        if module.path.startswith(("viewmodels/", "ui/chart/", "domain/"))
        and ("chart_replay" in module.path or "/replay_" in module.path or "paper_" in module.path)
    }
    assert named <= set(PLAYERS)


def test_tools_that_show_or_move_what_is_of_now_are_gone_in_a_replay() -> None:
    of_now = ("ui/chart/tools/orders.py", "ui/chart/tools/alerts.py")
    for module in modules():
        if module.path in of_now:
            assert "hides_in_replay = True" in module.text, module.path
