"""Live runs go on in another version: dry run, batches, undo. The rules are those of engine.orchestration.moving."""
