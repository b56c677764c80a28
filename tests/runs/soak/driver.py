"""A client that wants its runs started and its work done, and asks again whatever happens to the servers."""

import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.runs.soak import ledger


@dataclass
class Driver:
    """Starts `count` runs, each under its own Idempotency-Key, and answers every work item of the token's person.

    patient: a start without an answer is asked for again under its key (a key whose server died is free after a
             minute); else under a new one, and there may be more runs than were wanted
    """

    ports: list[int]
    token: str
    count: int
    seed: int
    patient: bool = True
    to_start: list[str] = field(default_factory=list)
    started: dict[str, int] = field(default_factory=dict)
    turn: int = 0

    def __post_init__(self) -> None:
        self.to_start = [f"soak-{self.seed}-{number}" for number in range(self.count)]
        headers = {"Authorization": f"Token {self.token}"}
        self.client = httpx.Client(headers=headers, timeout=8, limits=httpx.Limits(max_keepalive_connections=0))

    def step(self) -> None:
        """A little work: start one run and answer what waits."""
        if self.to_start:
            self._start(self.to_start.pop(0))
        for item in self._items():
            self._answer(item)

    def _start(self, key: str) -> None:
        answer = self._ask("POST", f"orchestrations/{ledger.NAME}/runs/", {"inputs": {}}, {"Idempotency-Key": key})
        if answer is None or answer.status_code != 201:
            self.to_start.append(key if self.patient else f"{key}+")  # nobody knows whether it happened
            time.sleep(0.02)
            return
        self.started[key] = answer.json()["id"]

    def _items(self) -> list[dict[str, Any]]:
        answer = self._ask("GET", "work-items/?assigned_to=me&status=assigned&limit=20")
        return answer.json()["results"] if answer is not None and answer.status_code == 200 else []

    def _answer(self, item: dict[str, Any]) -> None:
        screen = self._ask("GET", f"work-items/{item['id']}/screen/")
        if screen is None or screen.status_code != 200:
            return
        body = {"revision": screen.json().get("revision", 0), "values": {"answer": "yes"}, "move": "finish"}
        self._ask("POST", f"work-items/{item['id']}/screen/", body)

    def _ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> httpx.Response | None:
        self.turn += 1
        port = self.ports[self.turn % len(self.ports)]
        try:
            return self.client.request(method, f"http://127.0.0.1:{port}/api/v1/{path}", json=body, headers=headers)
        except httpx.HTTPError:
            return None
