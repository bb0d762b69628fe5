"""What the window can do, as data: the menus, the keys and the cheat sheet come from it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Menu(enum.StrEnum):
    """The menus of the top bar, left to right."""

    FILE = "file"
    VIEW = "view"
    ORDER = "order"
    ACCOUNT = "account"
    TOOLS = "tools"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: `id` names the method `do_<id>` of the window.

    `title` is a message id, `key` Qt's portable text of the keys.
    """

    id: str
    menu: Menu
    title: str
    key: str = ""


MENU_TITLES: dict[Menu, str] = {
    Menu.FILE: "menu.file",
    Menu.VIEW: "menu.view",
    Menu.ORDER: "menu.order",
    Menu.ACCOUNT: "menu.account",
    Menu.TOOLS: "menu.tools",
    Menu.HELP: "menu.help",
}
ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("picture", Menu.FILE, "action.picture", "Ctrl+P"),
    ActionSpec("quit", Menu.FILE, "action.quit", "Ctrl+Q"),
    ActionSpec("next_panel", Menu.VIEW, "action.next_panel", "F6"),
    ActionSpec("last_panel", Menu.VIEW, "action.last_panel", "Shift+F6"),
    ActionSpec("reset_layout", Menu.VIEW, "action.reset_layout"),
    ActionSpec("halt", Menu.ORDER, "action.halt", "F12"),
    ActionSpec("reconcile", Menu.ORDER, "action.reconcile", "F5"),
    ActionSpec("order_limits", Menu.ORDER, "limit.menu"),
    ActionSpec("refresh_account", Menu.ACCOUNT, "action.refresh_account", "Ctrl+R"),
    ActionSpec("edit_fees", Menu.ACCOUNT, "fees.edit"),
    ActionSpec("audit_export", Menu.ACCOUNT, "audit.export"),
    ActionSpec("search", Menu.TOOLS, "action.search", "Ctrl+K"),
    ActionSpec("connect_now", Menu.TOOLS, "action.connect_now"),
    ActionSpec("announcements", Menu.TOOLS, "announce.settings"),
    ActionSpec("record", Menu.TOOLS, "recorder.start", "Ctrl+Shift+R"),
    ActionSpec("record_always", Menu.TOOLS, "recorder.always"),
    ActionSpec("replay_pause", Menu.TOOLS, "recorder.pause", "Ctrl+Shift+P"),
    ActionSpec("replay_faster", Menu.TOOLS, "recorder.faster", "Ctrl+Shift+Right"),
    ActionSpec("replay_slower", Menu.TOOLS, "recorder.slower", "Ctrl+Shift+Left"),
    ActionSpec("shortcuts", Menu.HELP, "action.shortcuts", "Ctrl+/"),
)

# Keys that panels and fields answer to by themselves, for the cheat sheet.
ELSEWHERE: tuple[tuple[str, str], ...] = (
    ("F1", "key.buy_ticket"),
    ("F2", "key.sell_ticket"),
    ("↑ ↓", "key.step"),
    ("Enter", "key.choose"),
    ("Esc", "key.leave"),
    ("1–9", "key.chart_interval"),
    ("G", "key.chart_date"),
    ("/", "key.chart_studies"),
    ("Alt+Enter", "key.chart_alone"),
    ("Ctrl+Enter", "explorer.key_send"),
    ("Ctrl+F", "explorer.key_find"),
    ("Alt+T", "drawing.key_kinds"),
    ("Alt+]", "drawing.key_next"),
    ("Ctrl+Z", "drawing.key_undo"),
)
