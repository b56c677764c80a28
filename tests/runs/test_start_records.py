"""Starting by hand on a record: the run knows what it is about, and nobody starts on a record they may not see."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.document import Definition, FlowKind
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.resources import Variable
from engine.document.stages import Stage
from engine.values import Kind
from records import services
from records.models import RecordObject
from runs.models import Run
from tests.runs.helpers import background, writing_flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_account(install: Callable[[Definition], Any]) -> str:
    install(writing_flow())
    install(
        Definition(
            api_name="On_account",
            label="On account",
            kind=FlowKind.ORCHESTRATION,
            start=Start(connector=Connector("Only")),
            elements=(Stage(name="Only", label="Only", steps=(background("Go"),)),),
            variables=(Variable(name="account", kind=Kind.RECORD, object="Account", is_input=True),),
        )
    )
    return "/api/v1/orchestrations/On_account/runs/"


@pytest.mark.parametrize("body", ["input", "record"])
def test_a_run_is_about_the_record_it_was_given(on_account: str, api_for: Any, alice: Any, body: str) -> None:
    account = services.create(object="Account", values={"Name": "Umbra"}, by=None).id
    given = {"inputs": {"account": account}} if body == "input" else {"record": account}

    answer = api_for(alice).post(on_account, given, format="json")

    assert (answer.status_code, answer.data["record"]["name"]) == (201, "Umbra")


@pytest.mark.parametrize("body", ["input", "record"])
def test_nobody_starts_on_a_record_they_may_not_see(
    on_account: str, api_for: Any, alice: Any, boss: Any, body: str
) -> None:
    accounts = RecordObject.objects.get(api_name="Account")
    accounts.sharing = "private"
    accounts.save()
    secret = services.create(object="Account", values={"Name": "Secret"}, by=boss).id
    given = {"inputs": {"account": secret}} if body == "input" else {"record": secret}

    answer = api_for(alice).post(on_account, given, format="json")

    assert answer.status_code == 404
    assert not Run.objects.exists()
