"""A thousand live runs of the demo's discount request go on in a version with a stage more, and back."""

import time
from typing import Any

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from builder.models import Flow
from builder.selectors import definition_of
from engine.document import Definition
from engine.document.elements import Connector
from engine.document.stages import Stage
from records import selectors as records
from runs.bench.definitions import install
from runs.models import Run, RunMove
from runs.moving import asking, services
from runs.services import start_run
from runs.sweep import drain
from tests.runs.helpers import asking as ask_step
from tests.runs.test_moving import open_items, settle
from workitems.models import WorkItem

NAME = "Discount_Request"
COUNT = 1000


def with_another_stage(defn: Definition) -> Definition:
    """After the first stage: somebody in finance has a look."""
    first = next(element for element in defn.elements if isinstance(element, Stage))
    finance = Stage(
        name="Finance_looks",
        label="Finance looks",
        steps=(ask_step("Look", "bob", flow=first.steps[0].action),),
        connector=first.connector,
    )
    led = msgspec.structs.replace(first, connector=Connector("Finance_looks"))
    rest = tuple(led if element.name == first.name else element for element in defn.elements)
    return msgspec.structs.replace(defn, elements=(*rest, finance))


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_thousand_live_runs_of_the_demo_are_moved_and_moved_back() -> None:
    call_command("load_demo", verbosity=0)
    drain()
    admin = get_user_model().objects.get(username="admin")
    old = Flow.objects.get(api_name=NAME).active
    opportunity = records.find("Opportunity", limit=1)[0].id
    inputs: dict[str, Any] = {"opportunity": opportunity, "discount": 12, "reason": "They order often."}
    runs = [start_run(api_name=NAME, inputs=inputs, by=admin) for _ in range(COUNT)]
    drain()
    items = WorkItem.objects.filter(status="assigned").count()
    new = install(with_another_stage(definition_of(old.pk)))

    ask = asking.ask_of(NAME, to=new.number, start=old.number, filters={"status": "in_progress"})
    summary = asking.summary_of(ask, admin)
    assert summary.verdicts["fits"] == summary.total >= COUNT
    assert set(Run.objects.filter(flow__api_name=NAME).values_list("version", flat=True)) == {old.pk}

    began = time.monotonic()
    batch = services.begin(ask=ask, by=admin, reason="Finance must look")
    settle()
    assert set(RunMove.objects.filter(batch=batch).values_list("status", flat=True)) == {"moved"}
    assert Run.objects.filter(version=new).count() == summary.total
    assert WorkItem.objects.filter(status="assigned").count() == items

    print(f"moved {summary.total} in {time.monotonic() - began:.1f} s")
    services.undo(batch_id=batch.pk, by=admin)
    settle()
    assert set(RunMove.objects.filter(batch=batch).values_list("status", flat=True)) == {"undone"}
    assert not Run.objects.filter(version=new).exists()
    assert WorkItem.objects.filter(status="assigned").count() == items
    assert open_items(runs[0])
