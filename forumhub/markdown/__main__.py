"""The child of `bounded`: reads JSON strings from its input, a line each, and answers each with a line of JSON."""

import faulthandler
import gc
import json
import os
import sys

from forumhub.markdown.packing import pack
from forumhub.markdown.reading import read
from forumhub.markdown.remarks import TooMuch

ORPHAN_SECONDS = 120


def answer(source: str) -> str:
    try:
        return pack(read(source))
    except TooMuch as refusal:
        return json.dumps({"refused": refusal.msgid, "values": refusal.values})


def main() -> None:
    gc.disable()  # a tree of thousands of elements, built and dropped: cycles are looked for between two texts instead
    gc.freeze()
    with open(os.devnull, "w") as nowhere:
        for line in sys.stdin:
            # Whoever asked kills us in time; if it was itself killed, nobody would, and a text could burn for hours.
            faulthandler.dump_traceback_later(ORPHAN_SECONDS, exit=True, file=nowhere)
            print(answer(json.loads(line)), flush=True)  # noqa: T201
            faulthandler.cancel_dump_traceback_later()
            gc.collect()


if __name__ == "__main__":
    main()
