"""Our orders on the chart: seen at their prices, pulled to others, taken back, placed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from kis_desktop.ui.chart.levels_painter import (
    SideTag,
    TagFonts,
    paint_close,
    paint_levels,
    shown_levels,
    side_tags,
)
from kis_desktop.ui.chart.order_aim import OrderAim
from kis_desktop.ui.chart.order_bar import OrderBar
from kis_desktop.ui.chart.sight import Sight
from kis_desktop.ui.chart.tool import Brush, ChartTool, Spot
from kis_desktop.ui.chart.view import ChartView
from kis_desktop.ui.click_menu import click_menu
from kis_desktop.ui.dialogs.conditional_editor import ConditionalEditor
from kis_desktop.ui.ladder.ladder_question import QuestionView
from kis_desktop.ui.theme.theme import Theme
from kis_desktop.ui.theme.tokens import FontKind
from kis_desktop.ui.ticket.fresh_key import PRESSING
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.chart_levels import Level
from kis_desktop.viewmodels.chart_orders import ChartOrders
from kis_desktop.viewmodels.click_modes import ClickMode
from kis_desktop.viewmodels.conditional_draft import ConditionalDraft
from kis_desktop.viewmodels.ladder_question import Question
from kis_desktop.viewmodels.roles import Tone

TOOL_ORDER = 30
_WIDTH = 380  # pixels of the question
_GRASP = 4.0  # pixels from an order's line within which it is taken hold of
_SLACK = 4.0  # pixels; less is a click
_HUNDRED = Decimal(100)


def create(view: ChartView) -> OrdersTool:
    """The orders of a chart."""
    return OrdersTool(view)


class OrdersTool(ChartTool):
    """Lines of our orders under the hand. Nothing is sent from here: what is pulled, clicked or
    taken back goes to `orders`, which asks and sends.
    """

    hides_in_replay = True

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self.orders = ChartOrders(view.context, view.model, self)
        self._held: Level | None = None
        self._close: Level | None = None  # whose × is pressed
        self._start = QPointF()
        self._price: Decimal | None = None  # where the held level is pulled to
        self._over: SideTag | None = None  # whose × is under the pointer
        self._asked: Question | None = None
        hint = Theme.current().font(FontKind.HINT)
        self._fonts = TagFonts(hint, hint)
        self._tagged: tuple[Sight, tuple[Level, ...], tuple[SideTag, ...]] | None = None
        canvas = view.canvas
        self.aim = OrderAim(view, self.orders)
        self.aim.changed.connect(self.held_changed)
        self.bar = OrderBar(self.orders, view.words, view)
        view.add_to_foot(self.bar)
        self.question = QuestionView(self.orders.desk, view.context.world, view.words, canvas)
        self.bar.field.returnPressed.connect(canvas.setFocus)
        canvas.installEventFilter(self)
        canvas.sight_changed.connect(self._place_question)
        view.model.levels_changed.connect(self._show)
        view.model.bars_replaced.connect(self._let_go)
        view.model.replaying_changed.connect(self.orders.desk.dismiss)
        self.orders.changed.connect(self._show)
        self.orders.desk.changed.connect(self._place_question)
        self._show()

    @property
    def hides_crosshair(self) -> bool:
        return self._pulled() is not None

    @property
    def spoken(self) -> str:
        return self.orders.spoken()

    @property
    def is_armed(self) -> bool:
        return self.orders.trading.armed

    def level_at(self, at: QPointF) -> Level | None:
        """The level of ours whose line or words are there and that may be pulled."""
        sight = self._view.canvas.sight
        if sight is None or not sight.panes.price.contains(at):
            return None
        for tag in reversed(self._tags()):
            if tag.box.contains(at) and tag.level.can_be_pulled:
                return tag.level
        near = [
            (abs(sight.price.y(float(level.price)) - at.y()), number, level)
            for number, level in enumerate(self.orders.levels)
            if level.can_be_pulled
        ]
        distance, _, level = min(near, default=(_GRASP + 1, 0, None))
        return level if distance <= _GRASP else None

    def close_at(self, at: QPointF) -> SideTag | None:
        """The × that is there."""
        found = (tag for tag in self._tags() if tag.level.cancels and tag.close.contains(at))
        return next(found, None)

    def press(self, event: QMouseEvent, spot: Spot) -> bool:
        tag = self.close_at(spot.at)
        self._close = None if tag is None else tag.level
        self._held = None if tag is not None else self.level_at(spot.at)
        self._start, self._price = spot.at, None
        is_ours = self._held is not None or self._close is not None
        if is_ours:
            self.aim.forget()
        else:
            self.aim.press(event, spot)
        return is_ours

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        if self._held is None:
            self._hover(spot)
            self._aim_at(spot, event.modifiers())
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._pull(spot)

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        held, price, close = self._held, self._price, self._close
        self._let_go()
        self._aim_at(spot, event.modifiers())
        if close is not None:
            tag = self.close_at(spot.at)
            if tag is not None and tag.level.cancels == close.cancels:
                self.orders.take_back(close)
        elif held is not None and price is None:
            self._pick(held)
        elif held is not None and price is not None:
            self._drop(held, price)

    def click(self, event: QMouseEvent, spot: Spot) -> bool:
        return self.aim.click(event, spot, ClickMode.SINGLE)

    def double_click(self, event: QMouseEvent, spot: Spot) -> bool:
        if self._is_on_order(spot):
            return True
        return self.aim.click(event, spot, ClickMode.DOUBLE)

    def press_right(self, event: QMouseEvent, spot: Spot) -> bool:
        if not self.orders.trading.armed or spot.quoted is None or self._is_on_order(spot):
            return False
        if event.type() is QEvent.Type.MouseButtonDblClick:
            self.aim.click(event, spot, ClickMode.DOUBLE)
        else:
            self.aim.press(event, spot)
        return True

    def key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._let_go()
            return True
        if event.key() == Qt.Key.Key_Escape and self.orders.desk.question is not None:
            self.orders.desk.dismiss()
            return True
        if event.key() in PRESSING:
            self.question.keys.take(event)
        return self.aim.key(event)

    def cursor(self, spot: Spot) -> Qt.CursorShape | None:
        if self._held is None and self.close_at(spot.at) is not None:
            return Qt.CursorShape.PointingHandCursor
        over = self._held is not None or self.level_at(spot.at) is not None
        return Qt.CursorShape.SizeVerCursor if over else None

    def add_actions(self, menu: QMenu, spot: Spot | None) -> None:
        words, orders = self._view.words, self.orders
        level = None if spot is None else self._cancellable(spot)
        if level is not None:
            text = words("chart_orders.menu_cancel", label=level.label)
            menu.addAction(text).triggered.connect(lambda: orders.take_back(level))
        mine = menu.addMenu(words("chart_orders.menu"))
        for text, on, toggled in (
            (words("chart_orders.menu_shown"), orders.shown, orders.set_shown),
            (words("chart_orders.menu_bar"), self.bar.wanted, self.bar.set_wanted),
        ):
            action = mine.addAction(text)
            action.setCheckable(True)
            action.setChecked(on)
            action.toggled.connect(toggled)
        names = {mode: words(f"ladder.click_{mode.value}") for mode in ClickMode}
        asks = words("book.confirm")
        title = words("chart_orders.clicks")
        clicks = click_menu(self._view, orders.desk.settings, title, names, asks)
        clicks.setTitle(title)
        mine.addMenu(clicks)

    def paint_held(self, brush: Brush) -> None:
        self.aim.paint(brush, with_aim=self._held is None)
        if self._over is not None:
            ink = brush.colors.tone(self._over.level.tone)
            paint_close(brush.painter, self._over.close, ink, brush.colors.panel)
        moved = self._pulled()
        if moved is not None:
            paint_levels(brush.painter, brush.sight, (moved,), (), brush.colors, brush.fonts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key that answered a question is let go over the canvas: it is closed by then. Who
        works elsewhere holds no order in the hand.
        """
        if event.type() is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() in PRESSING:
                self.question.keys.take(event)
        elif event.type() is QEvent.Type.FocusOut and self._held is not None:
            self._let_go()
        elif event.type() is QEvent.Type.Leave:
            self._over = None
            self.aim.leave()
        return super().eventFilter(watched, event)

    def _aim_at(self, spot: Spot, modifiers: Qt.KeyboardModifier) -> None:
        """Show what a click would order; on an order of ours it would order nothing."""
        if self._is_on_order(spot):
            self.aim.leave()
        else:
            self.aim.point(spot, modifiers)

    def _is_on_order(self, spot: Spot) -> bool:
        """Whether an order of ours is there: a click orders nothing then."""
        return self.close_at(spot.at) is not None or self.level_at(spot.at) is not None

    def _hover(self, spot: Spot) -> None:
        over = self.close_at(spot.at)
        if over != self._over:
            self._over = over
            self.held_changed.emit()

    def _pull(self, spot: Spot) -> None:
        started = self._price is not None
        if (started or (spot.at - self._start).manhattanLength() > _SLACK) and spot.quoted:
            self._price = self.orders.trading.held_inside(spot.quoted)
            self.held_changed.emit()

    def _pick(self, level: Level) -> None:
        if level.order_no:
            self._view.model.pick_order(level.order_no)
        elif level.conditional:
            self._change(level, None)

    def _drop(self, held: Level, price: Decimal) -> None:
        """Ask for the new price; what is gone or has moved is let go, and that is said."""
        still = any(
            (level.moves, level.conditional, level.price)
            == (held.moves, held.conditional, held.price)
            for level in self.orders.levels
        )
        if not still:
            self.orders.tell_gone()
        elif price == held.price:
            return
        elif held.conditional:
            self._change(held, price)
        else:
            self.orders.pull(held, price)

    def _change(self, level: Level, price: Decimal | None) -> None:
        """Open the editor of a conditional order, with the new trigger typed in."""
        order = self.orders.conditional_of(level.conditional)
        if order is None or self._view.model.replaying:
            return
        draft = ConditionalDraft(self._view.context, self._view.model.symbol, order)
        if price is not None:
            draft.type(*self.orders.trigger_text(order, level, price))
        editor = ConditionalEditor(draft, self._view.words, self._view.window())
        draft.setParent(editor)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.open()

    def _pulled(self) -> Level | None:
        """The level in the hand, or the one that is asked about, at its new price."""
        if self._held is not None and self._price is not None:
            return self._moved(self._held, self._price)
        question = self.orders.desk.question
        if question is None or not question.amendments:
            return None
        asked = frozenset(intent.order_no for intent in question.amendments)
        level = next((one for one in self.orders.levels if asked & set(one.moves)), None)
        price = question.amendments[0].price
        return None if level is None or price is None else self._moved(level, price)

    def _moved(self, held: Level, price: Decimal) -> Level:
        words, last = self._view.words, self.orders.trading.quote.last
        form = "pulled_condition" if held.conditional else "pulled_rate" if last else "pulled"
        rate = fmt.rate((price - last) / last * _HUNDRED) if last else fmt.UNKNOWN
        before, text = fmt.price(held.price), fmt.price(price)
        label = words(f"chart_orders.{form}", before=before, price=text, rate=rate)
        return replace(held, price=price, text=text, label=label, tone=Tone.UNCERTAIN, cancels=())

    def _cancellable(self, spot: Spot) -> Level | None:
        level = self.level_at(spot.at)
        return level if level is not None and level.cancels else None

    def _tags(self) -> tuple[SideTag, ...]:
        canvas = self._view.canvas
        sight = canvas.sight
        if sight is None or canvas.content.notice is not None:
            return ()
        levels = canvas.content.levels
        if self._tagged is None or self._tagged[0] is not sight or self._tagged[1] is not levels:
            tags = side_tags(sight, shown_levels(sight, levels), self._fonts)
            self._tagged = sight, levels, tags
        return self._tagged[2]

    def _show(self) -> None:
        self._view.canvas.show_levels((*self._view.shown_levels, *self.orders.levels))
        self._over = None

    def _place_question(self) -> None:
        """Over the lower part of the canvas, where no price is hidden that was just clicked."""
        question = self.orders.desk.question
        if question is not self._asked:
            self._asked = question
            self.held_changed.emit()
        if question is None:
            return
        canvas, view = self._view.canvas, self.question
        width = min(canvas.width(), _WIDTH)
        height = view.heightForWidth(width)
        height = min(height if height >= 0 else view.sizeHint().height(), canvas.height())
        left = (canvas.width() - width) // 2
        view.setGeometry(left, canvas.height() - height, width, height)

    def _let_go(self) -> None:
        self._held = self._price = self._close = None
        self.held_changed.emit()
