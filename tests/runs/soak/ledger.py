"""The orchestration that the crash tests run: every background step writes one row into a ledger.

Stage "Book": two steps inline. Stage "Ask": a person, and an asynchronous step beside them. Stage "Close": one of each.
"""

from engine.document import Definition, FlowKind
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.flow_elements import CreateRecords
from engine.document.operands import Named, Reference
from engine.document.resources import Formula, Variable
from engine.document.stages import End, Stage, Step
from engine.values import Kind
from records import schema
from records.models import Record
from runs.bench import definitions as bench
from tests.runs.helpers import asking, background, text

OBJECT, FLOW, NAME = "Ledger__c", "Book_Row", "Soak"
STEPS = ("Book_a", "Book_b", "Meanwhile", "Close_a", "Close_b")


def install(username: str) -> None:
    schema.ensure_object(api_name=OBJECT, label="Ledger", plural_label="Ledger")
    bench.install(_flow())
    bench.install(bench.ask_flow())
    bench.install(_orchestration(username))


def rows() -> list[str]:
    """Every row as "run:step", sorted; a row that was written twice is there twice."""
    return sorted(Record.objects.filter(object__api_name=OBJECT).values_list("name", flat=True))


def wanted(run_ids: list[int]) -> list[str]:
    return sorted(f"{run_id}:{step}" for run_id in run_ids for step in STEPS)


def _flow() -> Definition:
    return Definition(
        api_name=FLOW,
        label="Book a row",
        kind=FlowKind.AUTOLAUNCHED,
        start=Start(connector=Connector("Write")),
        elements=(
            CreateRecords(
                name="Write", label="Write", object=OBJECT, values=(Named("Name", Reference("rowName")),), id_to="made"
            ),
        ),
        variables=(
            Variable(name="run", kind=Kind.TEXT, is_input=True),
            Variable(name="step", kind=Kind.TEXT, is_input=True),
            Variable(name="made", kind=Kind.TEXT, is_output=True),
        ),
        formulas=(Formula(name="rowName", kind=Kind.TEXT, expression='{!run} & ":" & {!step}'),),
    )


def _orchestration(username: str) -> Definition:
    return Definition(
        api_name=NAME,
        label="Soak",
        kind=FlowKind.ORCHESTRATION,
        start=Start(connector=Connector("Book")),
        elements=(
            Stage(name="Book", label="Book", steps=(_books("Book_a"), _books("Book_b")), connector=Connector("Ask")),
            Stage(
                name="Ask",
                label="Ask",
                steps=(asking("Question", username), _books("Meanwhile", asynchronous=True)),
                connector=Connector("Close"),
            ),
            Stage(
                name="Close",
                label="Close",
                steps=(_books("Close_a"), _books("Close_b", asynchronous=True)),
                connector=Connector("Done"),
            ),
            End(name="Done", label="Done"),
        ),
    )


def _books(name: str, *, asynchronous: bool = False) -> Step:
    inputs = (Named("run", Reference("$Orchestration.Instance")), Named("step", text(name)))
    return background(name, flow=FLOW, asynchronous=asynchronous, inputs=inputs)
