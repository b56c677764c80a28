"""What tests of runs share: the benchmark's definitions as a small, honest orchestration, and a person to answer."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.document import Definition
from runs.bench import definitions as bench

RUN = "stagecraft_people.run_flows"
MANAGE = "stagecraft_people.manage_runs"


@pytest.fixture
def install(transactional_db: None) -> Callable[[Definition], Any]:
    return bench.install


@pytest.fixture
def alice(transactional_db: None, make_user: Callable[..., Any]) -> Any:
    return make_user("alice", RUN)


@pytest.fixture
def boss(transactional_db: None, make_user: Callable[..., Any]) -> Any:
    return make_user("boss", RUN, MANAGE)


@pytest.fixture
def w1(alice: Any, install: Callable[[Definition], Any]) -> str:
    """W1 as the engine chooses; alice is asked."""
    install(bench.trivial_flow())
    install(bench.ask_flow())
    install(bench.w1(username="alice", asynchronous=False))
    return bench.W1
