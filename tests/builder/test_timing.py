"""Times in flow files: Wait elements, schedules, scheduled paths, deadlines. What is read is written again."""

import msgspec

from builder.metadata.reader import read_flow
from builder.metadata.writer import write_flow
from engine.document import Definition, FlowKind, Start
from engine.document.elements import Connector
from engine.document.operands import Literal, Reference
from engine.document.stages import Deadline, Stage, Step
from engine.document.timing import Moment, Schedule, ScheduledPath
from engine.document.wait_elements import Wait
from engine.values import Kind

WAITS = """<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
  <label>Wait a little</label><processType>AutoLaunchedFlow</processType><status>Draft</status>
  <start>
    <connector><targetReference>Pause</targetReference></connector>
    <schedule><frequency>Weekdays</frequency><startDate>2026-03-02</startDate><startTime>08:15:00.000Z</startTime></schedule>
    <triggerType>Scheduled</triggerType>
  </start>
  <waits>
    <name>Pause</name><label>Pause</label>
    <elementSubtype>WaitDuration</elementSubtype>
    <defaultConnectorLabel>Default Path</defaultConnectorLabel>
    <timeZoneId>Europe/Berlin</timeZoneId>
    <waitEvents>
      <name>Two_hours</name><conditionLogic>and</conditionLogic><label>Two hours</label>
      <offset>2</offset><offsetUnit>Hours</offsetUnit>
    </waitEvents>
    <waitEvents>
      <name>A_day</name><conditionLogic>and</conditionLogic><label>A day</label>
      <resumeDateReference>day</resumeDateReference><resumeTime>09:00:00.000Z</resumeTime>
    </waitEvents>
  </waits>
  <variables><name>day</name><dataType>Date</dataType></variables>
</Flow>"""


def again(definition: Definition) -> Definition:
    return read_flow(write_flow(definition).encode(), f"{definition.api_name}.flow").definition


def test_waits_and_a_schedule_are_read_and_written() -> None:
    reading = read_flow(WAITS.encode(), "Wait_a_little.flow")
    [wait] = reading.definition.elements
    assert isinstance(wait, Wait)
    assert [(event.name, event.unit, event.clock) for event in wait.events] == [
        ("Two_hours", "Hours", ""),
        ("A_day", "", "09:00:00.000Z"),
    ]
    assert wait.events[0].amount == Literal(Kind.NUMBER, "2")
    assert wait.events[1].date == Reference("day")
    assert wait.zone == "Europe/Berlin"
    assert reading.definition.start.schedule == Schedule("weekdays", "2026-03-02", "08:15:00.000Z")
    assert reading.definition.unsupported == ()
    assert again(reading.definition) == reading.definition


def test_scheduled_paths_are_read_and_written() -> None:
    paths = (
        ScheduledPath("X5_Days", "5 Days", Connector("Pause"), "", "record_field", "CloseDate", -5, "days", 100),
        ScheduledPath("async_after_commit", "", Connector("Pause"), "async_after_commit"),
    )
    start = Start(trigger="record_after_save", object="Account", on="create", paths=paths)
    read = read_flow(WAITS.encode(), "Wait_a_little.flow").definition
    assert again(msgspec.structs.replace(read, start=start)).start == start


def test_deadlines_of_steps_go_along_as_our_own_notes() -> None:
    hour = Moment(amount=Literal(Kind.NUMBER, "1"), unit="hours")
    step = Step("Ask", "Ask", "interactive", due=hour, deadlines=(Deadline("1", Moment(of="due"), "fail"),))
    made = Definition(
        api_name="Timed",
        label="Timed",
        kind=FlowKind.ORCHESTRATION,
        start=Start(connector=Connector("S")),
        elements=(Stage("S", "S", steps=(step,)),),
    )
    [stage] = again(made).elements
    assert isinstance(stage, Stage)
    assert (stage.steps[0].due, stage.steps[0].deadlines) == (step.due, step.deadlines)


def test_a_schedule_nobody_knows_is_kept_and_said() -> None:
    odd = WAITS.replace("Weekdays", "Fortnightly")
    reading = read_flow(odd.encode(), "Wait_a_little.flow")
    assert reading.definition.unsupported == ("start.schedule: Fortnightly",)
    assert again(reading.definition) == reading.definition
