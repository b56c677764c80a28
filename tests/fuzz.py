"""How many generated examples a test tries: few in an ordinary run, twenty times as many with --soak."""

import os

SOAK = "STAGECRAFT_SOAK"


def examples(usual: int) -> int:
    return usual * 20 if os.environ.get(SOAK) else usual
