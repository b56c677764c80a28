"""Global variables: looked up by the shell, walked by the core, kept with the event for replay."""

from typing import Any

import pytest
from django.contrib.auth.models import Group as Role

from engine.document import Definition, FlowKind, Start
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Connector, Decision, Outcome
from engine.document.flow_elements import Assignment, AssignmentItem, Screen, ScreenField
from engine.document.operands import Literal, Named, Reference
from engine.document.resources import TextTemplate, Variable
from engine.document.stages import Assignee, Stage, Step
from engine.flows import interview
from engine.flows.outcomes import Finished, NeedRecords
from engine.orchestration import replay
from engine.values import Kind, pack
from people.models import CustomSetting, Label, Organization, SettingValues
from people.services import profile_of
from records import services as records
from records.ids import user_record_id
from runs import codec
from runs.bench.definitions import ask_flow, install, trivial_flow
from runs.models import Run, RunTurn
from runs.parts import parts_of
from runs.record_work import RecordWork
from runs.services import start_run
from runs.sweep import sweep_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(make_user: Any) -> Any:
    """What Setup holds; gives the person it is about."""
    boss = make_user("boss")
    ann = make_user("ann", "stagecraft_people.run_flows")
    ann.groups.add(Role.objects.get(name="Stagecraft manager"))
    profile = profile_of(ann)
    profile.manager, profile.language = boss, "de"
    profile.save()
    Organization.objects.create(pk=1, name="Acme", city="Ulm")
    Label.objects.create(api_name="Greeting", text="Hello", translations={"de": "Hallo"})
    limits = CustomSetting.objects.create(
        api_name="Limits__c",
        label="Limits",
        fields=[
            {"name": "Most__c", "kind": "number"},
            {"name": "Note__c", "kind": "text"},
            {"name": "Own__c", "kind": "text"},
            {"name": "On__c", "kind": "boolean"},
        ],
    )
    manager = Role.objects.get(name="Stagecraft manager")
    for holder, values in (
        ({}, {"Most__c": {"$number": "5"}, "Note__c": "site", "Own__c": "site"}),
        ({"role": manager}, {"Note__c": "role", "Own__c": "role"}),
        ({"user": ann}, {"Own__c": "ann"}),
        ({"user": boss}, {"Own__c": "boss"}),
    ):
        SettingValues.objects.create(setting=limits, values=values, **holder)
    return ann


@pytest.fixture
def flows(transactional_db: None) -> None:
    install(trivial_flow())
    install(ask_flow())


READ = {
    "$User.Username": "ann",
    "$User.Manager.Email": "boss@example.com",
    "$Profile.Name": "Stagecraft manager",
    "$UserRole.DeveloperName": "Stagecraft_manager",
    "$Organization.City": "Ulm",
    "$Organization.Country": None,
    "$Label.Greeting": "Hallo",
    "$label.greeting": "Hallo",
    "$Label.Nothing": None,
    "$Setup.Limits__c.Most__c": "5",
    "$Setup.Limits__c.Note__c": "role",
    "$Setup.Limits__c.Own__c": "ann",
    "$Setup.Limits__c.On__c": "false",
    "$Permission.Run_Flows": "true",
    "$Permission.manage_flows": "false",
    "$Api.Enterprise_Server_URL_610": "http://localhost:8000/api/v1/",
    "$Api.Session_ID": None,
    "$GlobalConstant.EmptyString": "",
    "$GlobalConstant.False": "false",
}


def reading_flow(kind: FlowKind = FlowKind.AUTOLAUNCHED) -> Definition:
    """Its outputs are what the global variables give, as texts."""
    paths = list(READ)
    items = tuple(AssignmentItem(f"out{number}", "assign", Reference(path)) for number, path in enumerate(paths))
    variables = tuple(Variable(f"out{number}", Kind.TEXT, is_output=True) for number in range(len(paths)))
    return Definition(
        "Read", "Read", kind, start=Start(connector=Connector("All")),
        elements=(Assignment("All", "All", items=items),), variables=variables,
    )  # fmt: skip


def outputs_of(outcome: Finished) -> dict[str, Any]:
    return {path: outcome.outputs[f"out{number}"] for number, path in enumerate(READ)}


def test_a_flow_sees_them_as_the_person(site: Any, settings: Any) -> None:
    settings.SITE_URL = "http://localhost:8000"
    work = RecordWork(user=site, cause="test")
    defn = reading_flow()
    at = "2026-03-02T09:00:00+00:00"
    outcome = interview.begin(defn, {}, at=at, user=user_record_id(site.pk) or "")
    asked = 0
    while isinstance(outcome, NeedRecords):
        asked += 1
        outcome = interview.advance(defn, outcome.interview, work.answer(outcome.request), at=at)
    assert isinstance(outcome, Finished), outcome
    assert outputs_of(outcome) == READ
    assert asked <= 4, "what it reads is asked for together, one request for each step of the longest way"


def run_of(defn: Definition, by: Any, **more: Any) -> Run:
    install(defn)
    run = start_run(api_name=defn.api_name, by=by, **more)
    run.refresh_from_db()
    return run


def deciding(*rows: Condition, logic: str = "and") -> Definition:
    """Ends at once when the rows hold; else somebody is asked."""
    yes = Outcome("Yes", "Yes", Conditions(logic, rows), Connector("End"))
    return Definition(
        "Deciding", "Deciding", FlowKind.ORCHESTRATION, start=Start(connector=Connector("Which")),
        elements=(
            Decision("Which", "Which", outcomes=(yes,), default=Connector("Wait")),
            Stage("Wait", "Wait", steps=(asking(),)),
            Stage("End", "End", steps=(Step("Work", "Work", "background", action="Bench_Trivial"),)),
        ),
        source="metadata",
    )  # fmt: skip


def asking(**more: Any) -> Step:
    who = (Assignee("user", Literal(Kind.TEXT, "ann")),)
    return Step("Ask", "Ask", "interactive", action="Bench_Ask", assignees=who, **more)


def test_an_orchestration_sees_those_of_the_person_who_started_it(site: Any, flows: None) -> None:
    rows = [
        Condition(path, Operator.IS_NULL) if value is None
        else Condition(path, Operator.EQUAL_TO, Literal(Kind.TEXT, value))
        for path, value in READ.items()
        if not path.startswith(("$Api", "$Label.Nothing"))
    ]  # fmt: skip
    run = run_of(deciding(*rows), site)
    trail = RunTurn.objects.filter(run=run).order_by("number").first().trail
    assert run.status == "completed", trail


def test_started_by_nobody_they_are_null_and_the_sites(site: Any, flows: None) -> None:
    run = run_of(
        deciding(
            Condition("$User.Username", Operator.WAS_SET),
            Condition("$Profile.Name", Operator.WAS_SET),
            Condition("$Label.Greeting", Operator.EQUAL_TO, Literal(Kind.TEXT, "Hello")),
            Condition("$Setup.Limits__c.Own__c", Operator.EQUAL_TO, Literal(Kind.TEXT, "site")),
            Condition("$Permission.Run_Flows", Operator.EQUAL_TO, Literal(Kind.BOOLEAN, "false")),
            logic="NOT 1 AND NOT 2 AND 3 AND 4 AND 5",
        ),
        None,
    )
    assert run.status == "completed"


def test_they_are_kept_with_the_event_so_that_replay_sees_the_same(site: Any, flows: None) -> None:
    run = run_of(deciding(Condition("$Setup.Limits__c.Most__c", Operator.EQUAL_TO, Literal(Kind.NUMBER, "5"))), site)
    SettingValues.objects.all().delete()
    Label.objects.all().delete()
    events = [event for turn in RunTurn.objects.filter(run=run) for event in codec.load_events(turn.events)]
    assert events[0].facts["$Setup.Limits__c"]["Most__c"] == {"$number": "5"}
    assert replay(parts_of(run.version_id).defn, events) == codec.load_state(run.state)


def test_start_conditions_know_them_and_a_wrong_one_never_fails_the_save(site: Any, flows: None) -> None:
    defn = deciding()
    for name, formula in {
        "Mine": "{!$Record.OwnerId} = {!$User.Id} && {!$Setup.Limits__c.Most__c} = 5 && ISNEW()",
        "Theirs": '{!$User.Username} = "boss"',
        "Broken": "{!$Record.Nothing} = 1",
    }.items():
        start = Start(Connector("Which"), "record_after_save", "Account", "create", Conditions("formula", (), formula))
        install(Definition(name, name, defn.kind, start=start, elements=defn.elements, source="metadata"))
    records.create(object="Account", values={"Name": "Acme"}, by=site)
    sweep_once()
    assert set(Run.objects.values_list("flow__api_name", flat=True)) == {"Mine"}


def test_many_relations_cost_a_handful_of_queries(site: Any, flows: None, django_assert_max_num_queries: Any) -> None:
    """Thirty references over three steps of relations: one query for each step of the longest way."""
    paths = ["Owner.Manager.Email", "Owner.Manager.Username", "Owner.Email", "Owner.IsActive", "Name", "Phone",
             "Parent.Name", "Parent.Owner.Manager.LastName", "Parent.Owner.Username", "CreatedBy.Email"]  # fmt: skip
    rows = " && ".join(f"NOT(ISBLANK({{!$Record.{path}}})) = TRUE" for path in paths * 3)
    defn = deciding()
    parent = records.create(object="Account", values={"Name": "Parent"}, by=site)
    start = Start(Connector("Which"), "record_after_save", "Account", "update", Conditions("formula", (), rows))
    install(Definition("Far", "Far", defn.kind, start=start, elements=defn.elements, source="metadata"))
    child = records.create(object="Account", values={"Name": "Child", "ParentId": parent.id}, by=site)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as without:
        records.update(record_id=parent.id, values={"Industry": "Energy"}, by=site)
    with CaptureQueriesContext(connection) as far:
        records.update(record_id=child.id, values={"Industry": "Energy"}, by=site)
    assert len(far) - len(without) <= 4, [query["sql"][:100] for query in far]


def test_an_orchestration_gathers_relations_step_by_step(site: Any, flows: None) -> None:
    paths = ["$Record.Owner.Manager.Email", "$Record.Owner.Email", "$Record.Parent.Owner.Manager.Username",
             "$Record.Parent.Name", "$Record.CreatedBy.Manager.LastName", "$User.Manager.Email"]  # fmt: skip
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from engine.orchestration.events import RunStarted
    from runs import facts

    parent = records.create(object="Account", values={"Name": "Parent"}, by=site)
    child = records.create(object="Account", values={"Name": "Child", "ParentId": parent.id}, by=site)
    defn = deciding(*(Condition(path, Operator.IS_BLANK) for path in paths * 5))
    event = RunStarted(
        at="2026-03-02T09:00:00+00:00", instance="1", record=child.id, record_object="Account",
        inputs={"x": pack("y")},
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        found = facts.gather(defn, None, {}, event, lambda: site)
    assert len(asked) <= 7, [query["sql"][:100] for query in asked]
    boss = user_record_id(site.profile.manager_id)
    assert found[boss]["Email"] == "boss@example.com"
    assert found["$User"] == {"value": user_record_id(site.pk)}


def test_templates_and_texts_merge_them(site: Any, flows: None) -> None:
    told = Step(
        "Ask", "Ask", "interactive", action="Bench_Ask",
        assignees=(Assignee("resource", Reference("$User.Username")),),
        inputs=(Named("note", Literal(Kind.TEXT, "{!Note}")),),
    )  # fmt: skip
    defn = Definition(
        "Merged", "Merged", FlowKind.ORCHESTRATION, start=Start(connector=Connector("One")),
        elements=(Stage("One", "One", steps=(told,)),),
        templates=(TextTemplate("Note", "{!$Label.Greeting}, {!$Organization.Name}!", plain=True),),
    )  # fmt: skip
    run = run_of(defn, site)
    assert (run.status, run.current_stage) == ("in_progress", "One")
    events = codec.load_events(RunTurn.objects.get(run=run).events)
    assert events[0].facts["$Label.Greeting"] == {"value": "Hallo"}


def test_a_screen_shows_them(site: Any) -> None:
    field = ScreenField("Told", "display_text", text="{!$Label.Greeting} {!$User.FirstName}{!$Setup.Limits__c.Own__c}")
    defn = Definition(
        "Shown", "Shown", FlowKind.SCREEN, start=Start(connector=Connector("One")),
        elements=(Screen("One", "One", fields=(field,)),),
    )  # fmt: skip
    work, at = RecordWork(user=site, cause="test"), "2026-03-02T09:00:00+00:00"
    outcome = interview.begin(defn, {}, at=at, user=user_record_id(site.pk) or "")
    while isinstance(outcome, NeedRecords):
        outcome = interview.advance(defn, outcome.interview, work.answer(outcome.request), at=at)
    assert outcome.view.fields[0].html == "Hallo ann"
