"""Words for people that more than one part of the room uses."""

ASSIGNEE_KINDS = {"user": "user", "group": "group", "queue": "queue", "resource": "user, group or queue"}
