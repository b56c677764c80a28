"""The whole shell under generated orchestrations: bounded here, long with `manage.py simulate --shell`."""

import pytest

from runs.shell_simulation import ShellReport, simulate

pytestmark = pytest.mark.django_db(transaction=True)


def bounded(seeds: int, first: int) -> ShellReport:
    report = simulate(first, go_on=lambda report: report.seeds < seeds)
    assert report.turns > seeds
    return report


def test_real_runs_keep_the_laws() -> None:
    assert bounded(12, 1).moves == 12 * 14


@pytest.mark.soak
def test_many_real_runs_keep_the_laws() -> None:
    assert bounded(400, 1000).ended > 20
