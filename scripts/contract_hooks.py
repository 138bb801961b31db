"""Keys as the API asks for them: random, one for each booking. The generator would send one key with two bookings, which is refused."""

import re
import uuid

import schemathesis

NAME = "Idempotency-Key"
SOUND = re.compile(r"[!-~]([ -~]{0,253}[!-~])?")


@schemathesis.hook
def before_call(_context, case, _arguments):
    """A key that is sound becomes one of its own; what is sent to be refused stays as it is."""
    key = (case.headers or {}).get(NAME)
    if isinstance(key, str) and SOUND.fullmatch(key):
        case.headers[NAME] = uuid.uuid4().hex
