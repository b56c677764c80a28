"""What the browser tests stand on: definitions that others wrote, and people in the groups these name."""

from pathlib import Path
from typing import Any

from django.core.management import call_command

from records import services
from tests.acceptance.conftest import People

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
QUOTES = CORPUS / "bgaldino__rlm-base-dev" / "unpackaged" / "post_approvals"
WORK_GUIDE = CORPUS / "alexed1__LightningFlowComponents" / "flow_apps" / "WorkGuidePlus"


def bring_in(folder: Path, *, activate: bool = True) -> None:
    """Import a folder of metadata, quietly."""
    assert folder.is_dir(), f"the examples of real definitions are not at {CORPUS}"
    options = ["--activate"] if activate else []
    with Path("/dev/null").open("w") as nowhere:
        call_command("import_metadata", str(folder), *options, "--json", stdout=nowhere)


class QuoteOffice:
    """ann sets up and starts, mia is a manager, dora a director."""

    def __init__(self) -> None:
        bring_in(QUOTES)
        people = People()
        self.ann = people.person("ann", "admin", first_name="Ann", last_name="Able")
        self.mia = people.person("mia", first_name="Mia", last_name="Moss")
        self.dora = people.person("dora", first_name="Dora", last_name="Dee")
        people.group("Manager", "mia")
        people.group("Director", "dora")
        people.group("VP")

    def quote(self, level: int, terms: str) -> str:
        """The id of a new quote."""
        values: dict[str, Any] = {"Name": "Q-100", "RLM_Approval_Level__c": level, "RLM_Payment_Terms__c": terms}
        return str(services.create(object="Quote", values=values, by=self.ann).id)
