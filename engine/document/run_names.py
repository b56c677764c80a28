"""Names in orchestrations: resources, automatic outputs of stages and steps, outcomes."""

from engine.document.definition import Definition
from engine.document.globals import global_names
from engine.document.index import Index
from engine.document.known import Known, VariableFact
from engine.document.names import ANYTHING, Meaning, Names, Path
from engine.document.stages import Step
from engine.formula import UnknownName
from engine.values import Kind

OUTPUTS, STATUS = "Outputs", "Status"


class RunNames(Names):
    def __init__(self, defn: Definition, known: Known, index: Index | None = None):
        super().__init__(known, defn.start.object)
        self.defn = defn
        self.index = index or Index(defn)

    def _own(self, path: Path) -> Meaning:
        root, rest = path[0], path[1:]
        index = self.index
        if root in index.steps:
            return self._step(index.steps[root], rest, path)
        if root in index.stages:
            return self._stage(rest, path)
        if (variable := index.variables.get(root)) is not None:
            return self.along(Meaning(variable.kind, variable.object, variable.collection), rest, path)
        if (resource := index.constants.get(root) or index.formulas.get(root)) is not None:
            return self.along(Meaning(resource.kind), rest, path)
        if root in index.templates:
            return self.along(Meaning(Kind.TEXT), rest, path)
        if root in index.outcomes or root in index.elements:
            return self.along(Meaning(Kind.BOOLEAN), rest, path)
        raise UnknownName(path, self.all_names())

    def all_names(self) -> tuple[str, ...]:
        """Everything a path can begin with, for a did-you-mean."""
        index = self.index
        groups = (index.steps, index.elements, index.variables, index.constants, index.formulas, index.templates)
        own = [name for group in (*groups, index.outcomes) for name in group]
        return (*own, *global_names())

    def _step(self, step: Step, rest: Path, path: Path) -> Meaning:
        match rest:
            case ():
                return Meaning(Kind.BOOLEAN)
            case ("Status",):
                return Meaning(Kind.TEXT)
            case ("Outputs", name, *more):
                return self.along(self._output(step, name, path), tuple(more), path)
        outputs = tuple(f"{step.name}.{OUTPUTS}.{one}" for one in self._outs(step))
        raise UnknownName(path, (f"{step.name}.{STATUS}", *outputs))

    def _output(self, step: Step, name: str, path: Path) -> Meaning:
        flow = self.known.flow(step.action) if step.action else None
        if flow is None:
            return ANYTHING
        fact = flow.outputs.get(name)
        if fact is None:
            raise UnknownName(path, tuple(f"{step.name}.{OUTPUTS}.{one}" for one in flow.outputs))
        return Meaning(fact.kind, fact.object, fact.collection)

    def _outs(self, step: Step) -> dict[str, VariableFact]:
        flow = self.known.flow(step.action) if step.action else None
        return dict(flow.outputs) if flow is not None else {}

    def _stage(self, rest: Path, path: Path) -> Meaning:
        match rest:
            case ():
                return Meaning(Kind.BOOLEAN)
            case ("Status",):
                return Meaning(Kind.TEXT)
        raise UnknownName(path, (f"{path[0]}.{STATUS}",))
