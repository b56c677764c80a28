"""Celery tasks. A message says which run to look at; everything else is read from the database."""

from celery import shared_task

from runs.look import look


@shared_task(name="runs.look", ignore_result=True, acks_late=False)
def look_at(run_id: int, outside: bool = True) -> None:
    look(run_id, outside=outside)
