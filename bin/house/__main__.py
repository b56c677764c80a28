"""What bin/start and bin/test do before the project's own Python is there: standard library only."""

import sys

import shell
import start
import test

COMMANDS = {"start": start.main, "test": test.main}

if __name__ == "__main__":
    try:
        sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
    except shell.Failed as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit(130)
