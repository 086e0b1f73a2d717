"""The child of `making`: reads what is asked as JSON, answers with a line of JSON and the bytes behind it."""

import faulthandler
import json
import os
import sys
from pathlib import Path

from forumhub.errors import RuleBroken
from forumhub.minutes.renditions import pdf, word
from forumhub.minutes.renditions.paper import from_json

ORPHAN_SECONDS = 120


def main() -> None:
    # Whoever asked kills us in time; if it was itself killed, nobody would.
    faulthandler.dump_traceback_later(ORPHAN_SECONDS, exit=True, file=open(os.devnull, "w"))  # noqa: SIM115
    asked = json.load(sys.stdin.buffer)
    paper, images = from_json(asked["paper"]), {name: Path(path) for name, path in asked["images"].items()}
    try:
        made = pdf.write(paper, images, asked["fonts"]) if asked["kind"] == "pdf" else word.write(paper, images)
    except RuleBroken as refusal:
        made, head = b"", {"refused": refusal.msgid, "values": refusal.values}
    else:
        head = {}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
