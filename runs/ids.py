"""Ids of stage and step rows are derived from the run's id and the id inside its state: an upsert needs no read."""

BITS = 20
LIMIT = 1 << BITS


def row_id(run_id: int, local_id: int) -> int:
    """The primary key of the stage or step row for `local_id`, the id inside the run's state.

    raises ValueError when a run has outgrown the numbers set apart for it.
    """
    if not 0 < local_id < LIMIT:
        raise ValueError(f"run {run_id}: {local_id} is no id of a stage or step run")
    return (run_id << BITS) + local_id


def run_id_of(row: int) -> int:
    return row >> BITS


def local_id_of(row: int) -> int:
    return row & (LIMIT - 1)
