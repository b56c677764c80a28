"""The names a trial knows: those of an automation, where there is one, and those that were given a value."""

from collections.abc import Mapping

from engine.document import Definition
from engine.document.flow_names import FlowNames
from engine.document.known import Known
from engine.document.names import Meaning, Names, Path
from engine.document.run_names import RunNames
from engine.formula import UnknownName
from engine.formula.values import kind_of_value
from engine.values import Kind, Value


class GivenNames(Names):
    """object: of $Record. given: values by path; a name that is only given means what its value is."""

    def __init__(self, definition: Definition, known: Known, object: str, given: Mapping[Path, Value]):
        super().__init__(known, object)
        self.definition = definition
        self.given = given
        self._inner: Names = (RunNames if definition.kind.is_orchestration else FlowNames)(definition, known)
        self._inner.object = object

    def meaning(self, path: Path) -> Meaning:
        try:
            return self._inner.meaning(path)
        except UnknownName:
            found = self.given_path(path)
            if found is None:
                raise
            value = self.given[found]
            return Meaning(kind_of_value(value), collection=isinstance(value, list))

    def given_path(self, path: Path) -> Path | None:
        return path if path in self.given else None

    def declared(self, path: Path) -> Kind | None:
        """The kind that the automation declares, None where it does not know the name."""
        try:
            return self._inner.kind_of(path)
        except UnknownName:
            return None
