"""The registry of actions."""

from runs.actions import lock_record, notify, post_comment, publish_event, route_work, send_mail, start_orchestration
from runs.actions.base import Act

ACTS: dict[str, Act] = {
    "emailSimple": send_mail.act,
    "customNotificationAction": notify.act,
    "chatterPost": post_comment.act,
    "routeWork": route_work.act,
    "startOrchestration": start_orchestration.act,
    "publishOrchestrationEvent": publish_event.act,
    "lockRecord": lock_record.lock,
    "unlockRecord": lock_record.unlock,
    "submit": start_orchestration.submit,
}
