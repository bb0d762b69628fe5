"""What the rules of the house share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architecture.source_tree import read_modules


@pytest.fixture(autouse=True, scope="package")
def source_is_let_go() -> Iterator[None]:
    """The other tests of the process have no use for its syntax trees."""
    yield
    read_modules.cache_clear()
