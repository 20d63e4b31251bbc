"""A program of its own, handed out with the ledger: it checks the hashes with nothing of ours."""

from __future__ import annotations

CHECK = '''\
"""Check ledger.jsonl: python check_ledger.py. Needs nothing but Python."""

import json
from hashlib import sha256
from pathlib import Path


def digest(salt, text):
    return sha256((salt + text).encode()).hexdigest()


def hashed(value, seal, path=""):
    if isinstance(value, str):
        if path in seal.get("taken", {}):
            return seal["taken"][path]
        salt = seal["salts"][path] if "salts" in seal else digest(seal["salt"], path)[:32]
        return digest(salt, value)
    if isinstance(value, list):
        return [hashed(each, seal, f"{path}/{place}") for place, each in enumerate(value)]
    if isinstance(value, dict):
        return {
            key: each
            if key in ("of", "field", "clause") and isinstance(each, str)
            else hashed(each, seal, path + "/" + key.replace("~", "~0").replace("/", "~1"))
            for key, each in value.items()
        }
    return value


before = {}
lines = Path(__file__).with_name("ledger.jsonl").read_text(encoding="utf-8").splitlines()
for entry in map(json.loads, lines):
    said, seal, stream = entry.pop("hash"), entry.pop("seal"), entry["stream"]
    assert entry["previous_hash"] == before.get(stream, "0" * 64), f"gap before {entry['seq']}"
    if seal:
        entry |= {"data": hashed(entry["data"], seal), "texts": "sealed"}
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(text.encode()).hexdigest() == said, f"entry {entry['seq']} was altered"
    before[stream] = said
print(len(lines), "entries, unbroken")
'''
