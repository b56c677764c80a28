"""The demo's five people, their group and their queue. The password is public: never load this on a real site."""

from typing import Any

from django.contrib.auth import get_user_model

from people.models import Group, Queue
from people.services import save_person

PASSWORD = "demo"  # noqa: S105
PEOPLE = (
    ("admin", "Ada", "Lindqvist", "Stagecraft admin"),
    ("manager", "Mara", "Osei", "Stagecraft manager"),
    ("alice", "Alice", "Ng", "Stagecraft assignee"),
    ("bob", "Bob", "Castillo", "Stagecraft assignee"),
    ("carol", "Carol", "Whitfield", "Stagecraft assignee"),
)


def exists() -> bool:
    return get_user_model().objects.filter(username="admin", email="admin@example.com").exists()


def make() -> dict[str, Any]:
    """The people by username. Alice's manager is manager; alice and bob are the Procurement queue."""
    made = {username: _person(*row) for row in PEOPLE for username in [row[0]]}
    save_person(user=made["alice"], values={"manager": made["manager"]})
    sales, _ = Group.objects.get_or_create(api_name="Sales", defaults={"label": "Sales"})
    sales.users.set([made["carol"], made["alice"]])
    queue, _ = Queue.objects.get_or_create(api_name="Procurement", defaults={"label": "Procurement"})
    queue.users.set([made["alice"], made["bob"]])
    return made


def _person(username: str, first: str, last: str, role: str) -> Any:
    values = {"username": username, "first_name": first, "last_name": last, "email": f"{username}@example.com"}
    user = save_person(user=get_user_model().objects.filter(username=username).first(), values=values, role=role)
    user.set_password(PASSWORD)
    user.is_staff = user.is_superuser = username == "admin"
    user.save(update_fields=["password", "is_staff", "is_superuser"])
    return user
