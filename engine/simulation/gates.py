"""Random entry and exit conditions, of the kinds that engine/simulation/oracle.py can answer by itself."""

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal, Operand
from engine.document.stages import EvaluationCall, Gate
from engine.simulation.dice import Dice
from engine.values import Kind

WORDS = ("yes", "no", "again", "")
STEP_STATUSES = ("Completed", "In Progress", "Discontinued", "Error", "Not Started")
STAGE_STATUSES = ("Completed", "In Progress", "Error", "Canceled")
FIELDS = ("Word__c", "Other__r.Word__c", "Other__r.Other__r.Word__c")
FAULTY = "1 / 0 > 1"
LOGICS = {
    2: ("and", "or", "1 AND NOT(2)", "1 OR 2"),
    3: ("and", "or", "1 AND (2 OR 3)", "1 OR (2 AND NOT(3))", "NOT(1 AND 2) OR 3"),
}


class Names:
    """What conditions may name: steps, stages and outcomes that there are; record: whether $Record is one."""

    def __init__(self, *, record: bool) -> None:
        self.steps: list[str] = []
        self.stages: list[str] = []
        self.outcomes: list[str] = []
        self.record = record


def text(value: str) -> Literal:
    return Literal(Kind.TEXT, value)


def boolean(value: bool) -> Literal:
    return Literal(Kind.BOOLEAN, "true" if value else "false")


def done(step: str) -> Gate:
    return Gate(conditions=Conditions(rows=(Condition(f"{step}.Status", Operator.EQUAL_TO, text("Completed")),)))


def conditions(dice: Dice, names: Names) -> Conditions:
    """One to three rows; now and then a formula that always faults."""
    if dice.chance(2):
        return Conditions(logic="formula", formula=FAULTY)
    count = dice.weighted(((60, 1), (28, 2), (12, 3)))
    rows = tuple(_row(dice, names) for _ in range(count))
    return Conditions(logic=dice.pick(LOGICS[count]) if count > 1 else "and", rows=rows)


def gate(dice: Dice, names: Names, *, flow: str) -> Gate:
    """A gate with requirements, an evaluation flow, or both."""
    asks = dice.chance(22)
    judged = conditions(dice, names) if not asks or dice.chance(40) else Conditions()
    return Gate(conditions=judged, evaluation=EvaluationCall(flow=flow) if asks else None)


def _row(dice: Dice, names: Names) -> Condition:
    kinds = [(25, _step_status), (30, _output), (6, _step_value), (8, _asked), (5, _fault_message)]
    if names.record:
        kinds += [(35, _field)]
    if names.outcomes:
        kinds += [(6, _outcome)]
    if names.stages:
        kinds += [(8, _stage_status), (5, _stage_value)]
    return dice.weighted(kinds)(dice, names)


def _step(dice: Dice, names: Names) -> str:
    return dice.pick(names.steps) if names.steps else "Nothing"


def _step_status(dice: Dice, names: Names) -> Condition:
    operator = dice.weighted(((85, Operator.EQUAL_TO), (15, Operator.NOT_EQUAL_TO)))
    status = dice.weighted(((60, "Completed"), (40, dice.pick(STEP_STATUSES))))
    return Condition(f"{_step(dice, names)}.Status", operator, text(status))


def _output(dice: Dice, names: Names) -> Condition:
    step = _step(dice, names)
    match dice.below(10):
        case 0:
            return Condition(f"{step}.Outputs.word", Operator.IS_NULL, boolean(dice.chance(50)))
        case 1:
            return Condition(f"{step}.Outputs.word", Operator.NOT_EQUAL_TO, text(dice.pick(WORDS)))
        case 2 | 3 | 4:
            operator = dice.pick((Operator.GREATER_THAN, Operator.LESS_OR_EQUAL))
            return Condition(f"{step}.Outputs.n", operator, Literal(Kind.NUMBER, str(dice.below(10))))
        case _:
            return Condition(f"{step}.Outputs.word", Operator.EQUAL_TO, text(dice.pick(WORDS)))


def _step_value(dice: Dice, names: Names) -> Condition:
    return Condition(_step(dice, names), Operator.EQUAL_TO, boolean(dice.chance(70)))


def _asked(dice: Dice, names: Names) -> Condition:
    operator = dice.pick((Operator.WAS_VISITED, Operator.HAS_ERROR))
    name = dice.pick(names.stages) if names.stages and dice.chance(50) else _step(dice, names)
    return Condition(name, operator, boolean(dice.chance(70)))


def _fault_message(dice: Dice, names: Names) -> Condition:
    return Condition("$Flow.FaultMessage", Operator.IS_NULL, boolean(dice.chance(50)))


def _field(dice: Dice, names: Names) -> Condition:
    right: Operand = text(dice.pick(WORDS))
    field = dice.weighted(((60, FIELDS[0]), (25, FIELDS[1]), (15, FIELDS[2])))
    return Condition(f"$Record.{field}", dice.pick((Operator.EQUAL_TO, Operator.NOT_EQUAL_TO)), right)


def _outcome(dice: Dice, names: Names) -> Condition:
    return Condition(dice.pick(names.outcomes), Operator.EQUAL_TO, boolean(dice.chance(60)))


def _stage_status(dice: Dice, names: Names) -> Condition:
    return Condition(f"{dice.pick(names.stages)}.Status", Operator.EQUAL_TO, text(dice.pick(STAGE_STATUSES)))


def _stage_value(dice: Dice, names: Names) -> Condition:
    return Condition(dice.pick(names.stages), Operator.EQUAL_TO, boolean(dice.chance(60)))
