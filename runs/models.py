"""Rows of runs. `Run.state` is the truth the core goes on from; stage and step rows are what people list and search.

Ids of stage and step rows are derived: `run.id * 2**20 + id in the run's state` (runs/ids.py), so that one upsert
writes new and changed rows alike.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from builder.models import Flow, FlowVersion


class RunStatus(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In Progress")
    COMPLETED = "completed", _("Completed")
    SUSPENDED = "suspended", _("Suspended")
    CANCELED = "canceled", _("Canceled")
    ERROR = "error", _("Error")


class Run(models.Model):
    """One running of an orchestration version. `id` is also its number for people.

    pins:    versions of the flows that the stage in progress calls: {"stage": id in the state, "flows": {name: id}}
    watches: ids of the records its open requirements name, as its Wake rows hold them
    stalled: In Progress, and nothing but a repair or an event can move it on (engine/orchestration/waiting.py)
    depth:   how many runs in a row led here, each by saving a record (0: a person or a host program began it)
    """

    flow = models.ForeignKey(Flow, models.PROTECT, related_name="runs", db_index=False)
    version = models.ForeignKey(FlowVersion, models.PROTECT, related_name="runs", db_index=False)
    status = models.CharField(max_length=16, choices=RunStatus.choices, default=RunStatus.IN_PROGRESS)
    state = models.TextField(blank=True)  # RunState as JSON; "" until the first turn
    turns_count = models.PositiveIntegerField(default=0)
    record_object = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    record_name = models.CharField(max_length=255, blank=True)
    current_stage = models.CharField(max_length=255, blank=True)
    fault = models.TextField(blank=True)
    pins = models.JSONField(default=dict)
    watches = models.JSONField(default=list)
    stalled = models.BooleanField(default=False)
    depth = models.PositiveSmallIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    start_key = models.CharField(max_length=200, null=True, blank=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "-id"], name="runs_by_status"),
            models.Index(fields=["flow", "-id"], name="runs_by_flow"),
            models.Index(fields=["record_id", "-id"], name="runs_by_record"),
            models.Index(fields=["-id"], name="runs_stalled", condition=models.Q(stalled=True)),
        ]

    def __str__(self) -> str:
        return f"Run {self.pk}"


class StageRun(models.Model):
    id = models.BigIntegerField(primary_key=True)
    run = models.ForeignKey(Run, models.CASCADE, related_name="stages")
    api_name = models.CharField(max_length=120)
    label = models.CharField(max_length=255)
    status = models.CharField(max_length=16)
    attempt = models.PositiveIntegerField(default=1)
    fault = models.TextField(blank=True)
    skipped = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)


class StepRun(models.Model):
    id = models.BigIntegerField(primary_key=True)
    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    stage = models.ForeignKey(StageRun, models.CASCADE, related_name="steps", db_constraint=False, db_index=False)
    api_name = models.CharField(max_length=120)
    label = models.CharField(max_length=255)
    kind = models.CharField(max_length=16)
    status = models.CharField(max_length=16)
    attempt = models.PositiveIntegerField(default=1)
    outputs = models.JSONField(default=dict)
    fault = models.TextField(blank=True)
    skipped = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    flow_version = models.ForeignKey(
        FlowVersion, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )


class RunTurn(models.Model):
    """One outside event applied once, with the inside events of the steps it ran inline. Trails are the history."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="turns", db_index=False)
    number = models.PositiveIntegerField()
    source_key = models.CharField(max_length=160)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    events = models.TextField()  # JSON list of events, in order
    trail = models.TextField()  # JSON list of trail lines

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "source_key"], name="one_turn_per_source_key"),
        ]


class OutboxRow(models.Model):
    """One intent that a worker has still to carry out; deleted when it is done.

    kind: "start", "run_flow", "notify", "continue", ... ; leased_until: a worker is on it (outside calls only)
    run: null where no run is behind it; then it is outside work
    outside: it calls out of this database (mail ...): leased, done between two transactions. Else it is done, and its
             result delivered, in one transaction under the run's lock.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="outbox", db_index=False, null=True, blank=True)
    kind = models.CharField(max_length=24)
    outside = models.BooleanField(default=False)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due"),
            models.Index(fields=["run", "due_at"], name="outbox_of_run"),
        ]


class Interview(models.Model):
    """One person's running of a screen flow for one step run. `revision` counts moves; `state` is the core's."""

    run = models.ForeignKey(Run, models.CASCADE, null=True, blank=True, related_name="interviews")
    step = models.ForeignKey(
        StepRun, models.CASCADE, null=True, blank=True, related_name="interviews", db_constraint=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.ForeignKey(FlowVersion, models.PROTECT, related_name="+", db_index=False)
    state = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=16, default="open")  # open, finished, faulted, dropped
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="one_interview_per_step_and_person")]


class Wake(models.Model):
    """A run waits for a change of a record: a requirement names it. Found by index when the record is saved."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="wakes")
    record_id = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id", "run"], name="one_wake_per_run_and_record")]


class Occasion(models.Model):
    """Something an automation does at a time, without a run until then: fired by the sweep when it is due.

    kind:    "schedule" (its next time; one row for each active flow with a schedule), "batch" (runs for the records in
             the payload), "path" (a scheduled path for one record), "resume" (a plain flow that waits)
    version: that was active when the row was made; what runs is the version that is active when it is due
    payload: "at": the time it was meant for, "ids": of a batch, "prior": of a path
    """

    kind = models.CharField(max_length=16)
    flow = models.ForeignKey(Flow, models.CASCADE, related_name="occasions")
    version = models.ForeignKey(FlowVersion, models.CASCADE, related_name="+", db_index=False)
    path = models.CharField(max_length=120, blank=True)
    record_object = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flow"], condition=models.Q(kind="schedule"), name="one_schedule_per_flow"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="occasions_due"),
            models.Index(fields=["record_id", "flow"], condition=~models.Q(record_id=""), name="occasions_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.flow_id} at {self.due_at}"


class TriggerFault(models.Model):
    """A start condition failed while a record was saved: the save went on, no run was started, people are told here."""

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="trigger_faults")
    version = models.ForeignKey(FlowVersion, models.CASCADE, related_name="+", db_index=False)
    record_object = models.CharField(max_length=80)
    record_id = models.CharField(max_length=40)
    message = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="trigger_faults_by_time")]


class MoveBatch(models.Model):
    """Somebody moves live runs of an orchestration to another version. What became of each is in its RunMove.

    wanted: the filters that chose the runs, for people; choices: engine.orchestration.moving.Choices
    """

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="move_batches")
    to_version = models.ForeignKey(FlowVersion, models.PROTECT, related_name="+", db_index=False)
    wanted = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)


class MoveStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    MOVED = "moved", _("Moved")
    SKIPPED = "skipped", _("Not moved")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")
    UNDOING = "undoing", _("Going back")
    UNDONE = "undone", _("Moved back")
    KEPT = "kept", _("Stays moved")


class RunMove(models.Model):
    """One run of a batch. message: why it was not moved, or not moved back.

    before, pins: what the run was, for taking it back; turn: the run's count of turns right after the move
    """

    batch = models.ForeignKey(MoveBatch, models.CASCADE, related_name="moves", db_index=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="moves")
    from_version = models.ForeignKey(FlowVersion, models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=16, choices=MoveStatus.choices, default=MoveStatus.WAITING)
    message = models.TextField(blank=True)
    before = models.TextField(blank=True)
    pins = models.JSONField(default=dict)
    turn = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "run"], name="one_move_per_batch_and_run")]
        indexes = [models.Index(fields=["batch", "status", "id"], name="moves_by_status")]


class TestCase(models.Model):
    """A try that is kept: what is tried and what must come of it. Played again by `runs.debugging.cases`.

    trial: runs.debugging.trial.Trial; expected: {"status", "path", "outputs"}; last: of the latest playing
    """

    __test__ = False  # the name is people's; test runners look for theirs

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="test_cases")
    name = models.CharField(max_length=120)
    trial = models.JSONField(default=dict)
    expected = models.JSONField(default=dict)
    last = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flow", "name"], name="one_test_case_per_name")]

    def __str__(self) -> str:
        return self.name


class TestPolicy(models.Model):
    """Whether an automation may only be activated while all its test cases are green."""

    __test__ = False

    flow = models.OneToOneField(Flow, models.CASCADE, primary_key=True, related_name="test_policy")
    required = models.BooleanField(default=False)


class FlowLog(models.Model):
    """One running of a flow that a saved record or a published event started, as managers see it.

    Before a save only what failed is kept. `source_key` makes the running of an event happen once.
    """

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="logs", db_index=False)
    version = models.ForeignKey(FlowVersion, models.CASCADE, related_name="+", db_index=False)
    status = models.CharField(max_length=16, default="finished")  # finished, faulted
    trigger = models.CharField(max_length=24)
    record_object = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    record_name = models.CharField(max_length=255, blank=True)
    element = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=40, blank=True)
    message = models.TextField(blank=True)
    trace = models.TextField(blank=True)  # JSON list of the core's trace lines; of what finished its decisions
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    source_key = models.CharField(max_length=60, null=True, blank=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "-id"], name="flow_log_by_status"),
            models.Index(fields=["flow", "-id"], name="flow_log_by_flow"),
            models.Index(fields=["record_id", "-id"], name="flow_log_by_record"),
        ]


from runs.models_starting import BatchStatus as BatchStatus  # noqa: E402
from runs.models_starting import ItemStatus as ItemStatus  # noqa: E402
from runs.models_starting import StartBatch as StartBatch  # noqa: E402
from runs.models_starting import StartButton as StartButton  # noqa: E402
from runs.models_starting import StartItem as StartItem  # noqa: E402
