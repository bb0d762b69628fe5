"""The indicators of one chart while the trader chooses and changes them; every change is seen."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kis_desktop.domain.chart_setup import PRICE_PANE, ChartSetup, StudySetup
from kis_desktop.domain.kept_charts import StudySet
from kis_desktop.indicators.scan import find_indicator, indicators
from kis_desktop.indicators.study import Indicator, Output, Parameter, Shape
from kis_desktop.viewmodels import study_list as studies
from kis_desktop.viewmodels.chart import ChartModel
from kis_desktop.viewmodels.chart_grid import ChartGrid
from kis_desktop.viewmodels.study_templates import SHIPPED

MOST_STUDIES = 40  # on one chart


class StudySettings(QObject):
    """Twin of `ui/dialogs/studies.py`: the studies of one chart, one of them chosen."""

    changed = Signal()

    def __init__(self, grid: ChartGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self.chart: ChartModel = grid.active
        self.words = grid.words
        self._before = self.chart.setup
        self.chosen = 0 if self._before.studies else -1
        self.chart.setup_changed.connect(self._on_setup)
        self.chart.symbol_changed.connect(self.changed)
        self.chart.plots_changed.connect(self.changed)
        grid.kept_changed.connect(self.changed)

    @property
    def setup(self) -> ChartSetup:
        """How the chart is set up now."""
        return self.chart.setup

    @property
    def study(self) -> StudySetup | None:
        """The chosen study."""
        inside = 0 <= self.chosen < len(self.setup.studies)
        return self.setup.studies[self.chosen] if inside else None

    @property
    def indicator(self) -> Indicator | None:
        """The chosen study's indicator; None where this program does not know it."""
        return find_indicator(self.study.id) if self.study is not None else None

    @property
    def is_full(self) -> bool:
        """Whether no further one can be added."""
        return len(self.setup.studies) >= MOST_STUDIES

    @property
    def is_own(self) -> bool:
        """Whether they hold for this symbol alone."""
        return self.grid.has_own_studies(self.chart)

    @property
    def name(self) -> str:
        """The chart's instrument."""
        return self.chart.name

    def titles(self) -> tuple[str, ...]:
        """The studies in their order, with their parameters."""
        return tuple(self._title(study) for study in self.setup.studies)

    def choose(self, place: int) -> None:
        """Look at another study."""
        if place != self.chosen:
            self.chosen = place
            self.changed.emit()

    def add(self, id_: str) -> None:
        """A further indicator with its usual parameters; it is chosen then."""
        if id_ in indicators() and not self.is_full:
            self.chosen = len(self.setup.studies)
            self.chart.set_setup(studies.with_study(self.setup, StudySetup(id_)))

    def remove(self, place: int) -> None:
        """One less."""
        self.chosen = min(self.chosen, len(self.setup.studies) - 2)
        self.chart.set_setup(studies.without_study(self.setup, place))

    def move(self, place: int, step: int) -> None:
        """Up or down the list."""
        to = place + step
        if 0 <= to < len(self.setup.studies):
            self.chosen = to
            self.chart.set_setup(studies.with_study_moved(self.setup, place, to))

    def show(self, place: int, *, shown: bool) -> None:
        """Draw a study, or keep it without drawing it."""
        study = replace(self.setup.studies[place], shown=shown)
        self.chart.set_setup(studies.with_study_at(self.setup, place, study))

    def parameters(self) -> tuple[tuple[Parameter, float], ...]:
        """The chosen study's parameters with what they are."""
        if self.study is None or self.indicator is None:
            return ()
        held = self.indicator.held(self.study.parameters)
        return tuple(zip(self.indicator.parameters, held, strict=True))

    def set_parameter(self, place: int, value: float) -> None:
        """Compute the chosen study with another number."""
        if self.study is not None and self.indicator is not None:
            held = list(self.indicator.held(self.study.parameters))
            held[place] = value
            self._put(replace(self.study, parameters=self.indicator.held(tuple(held))))

    def outputs(self) -> tuple[Output, ...]:
        """What of the chosen study is drawn."""
        if self.indicator is None:
            return ()
        return tuple(one for one in self.indicator.outputs if one.shape is not Shape.HIDDEN)

    def colour(self, place: int) -> str:
        """The trader's own colour of an output; empty for the palette's."""
        own = self.study.colours[place : place + 1] if self.study is not None else ()
        return own[0] if own else ""

    def set_colour(self, place: int, colour: str) -> None:
        """Draw an output in a colour ("#RRGGBB"), or with "" in the palette's."""
        if self.study is not None:
            colours = [self.colour(one) for one in range(len(self.outputs()))]
            colours[place] = colour
            while colours and not colours[-1]:
                colours.pop()
            self._put(replace(self.study, colours=tuple(colours)))

    def panes(self) -> tuple[tuple[str, str], ...]:
        """Where the chosen study can stand: the pane's name and its words."""
        if self.indicator is None:
            return ()
        usual = "chart_panel.pane_prices" if self._over_prices else "chart_panel.pane_own"
        found = [("", self.words(usual))]
        if not self._over_prices:
            found.append((PRICE_PANE, self.words("chart_panel.pane_prices")))
        for place in studies.pane_choices(self.setup, self.chosen):
            key, title = studies.study_key(self.setup.studies, place), self.titles()[place]
            found.append((key, self.words("chart_panel.pane_of", title=title)))
        return tuple(found)

    def set_pane(self, pane: str) -> None:
        """Draw the chosen study elsewhere."""
        if self.study is not None:
            self._put(replace(self.study, pane=pane))

    def set_anchor(self, moment: int) -> None:
        """Have the chosen study begin at a moment (UTC epoch seconds)."""
        if self.study is not None:
            self._put(replace(self.study, anchor=moment))

    def set_own(self, *, own: bool) -> None:
        """Whether the chart's symbol has indicators of its own."""
        self.grid.set_own_studies(self.chart, own=own)
        self.changed.emit()

    def templates(self) -> tuple[tuple[str, StudySet, bool], ...]:
        """Names in the trader's language, what is in them, and whether the trader made them."""
        shipped = [(self.words(f"chart_panel.template.{id_}"), one, False) for id_, one in SHIPPED]
        own = [(one.name, one, True) for one in self.grid.kept.templates]
        return (*shipped, *own)

    def apply(self, template: StudySet) -> None:
        """Give the chart a template's indicators in the place of its own."""
        self.chosen = 0 if template.studies else -1
        setup = replace(self.setup, studies=template.studies, panes=template.panes)
        self.chart.set_setup(setup)

    def keep(self, name: str) -> str:
        """Keep the chart's indicators as a template; why not, where that can't be."""
        told = name.strip()
        if not told:
            return self.words("chart_panel.template_nameless")
        if any(told == shown for shown, _, own in self.templates() if not own):
            return self.words("chart_panel.template_taken", name=told)
        setup = self.setup
        self.grid.keep_template(StudySet(told, setup.studies, setup.panes))
        return ""

    def drop(self, name: str) -> None:
        """Forget one of the trader's templates."""
        self.grid.drop_template(name)

    def undo(self) -> None:
        """As it was when this began."""
        self.chosen = 0 if self._before.studies else -1
        setup = self._before
        self.chart.set_setup(replace(self.setup, studies=setup.studies, panes=setup.panes))

    @property
    def _over_prices(self) -> bool:
        return self.indicator is not None and self.indicator.pane == PRICE_PANE

    def _put(self, study: StudySetup) -> None:
        if self.indicator is not None:
            self.chart.set_setup(studies.with_study_at(self.setup, self.chosen, study))

    def _title(self, study: StudySetup) -> str:
        indicator = find_indicator(study.id)
        if indicator is None:
            return self.words("chart_panel.unknown_study", id=study.id)
        told = " ".join(f"{value:g}" for value in indicator.held(study.parameters))
        return f"{indicator.titled(self.words.language)} {told}".rstrip()

    def _on_setup(self) -> None:
        self.chosen = min(self.chosen, len(self.setup.studies) - 1)
        self.changed.emit()
