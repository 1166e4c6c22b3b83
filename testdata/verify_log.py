#!/usr/bin/env python3
"""Recomputes a published journal and checks receipts, from docs/journal.md alone; a second implementation on purpose.

verify_log.py DIR [RECEIPT.json ...]    prints {"size", "root", "receipts"}; exit code 1 when something does not agree.
Signatures are not checked here: that needs more than hashlib.
"""
import base64, hashlib, json, pathlib, sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(data):
    return sha(b"\x00", data)


def root_of(leaves):
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\x01", root_of(leaves[:split]), root_of(leaves[split:]))


def climb(hash_, index, size, path):
    """The root that a path leads to (RFC 6962: the sibling of each level, from the leaf up)."""
    if index >= size:
        raise ValueError("no such leaf")
    if size == 1:
        if path:
            raise ValueError("path too long")
        return hash_
    if not path:
        raise ValueError("path too short")
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        return sha(b"\x01", climb(hash_, index, split, path[:-1]), path[-1])
    return sha(b"\x01", path[-1], climb(hash_, index - split, size - split, path[:-1]))


def head(note):
    lines = note.split("\n")
    return int(lines[1]), base64.b64decode(lines[2])


def number(index):
    groups = []
    while True:
        groups.insert(0, "%03d" % (index % 1000))
        index //= 1000
        if not index:
            return "/".join(["x" + group for group in groups[:-1]] + groups[-1:])


def entries(log, size):
    found = []
    for index in range((size + 255) // 256):
        width = min(256, size - 256 * index)
        path = log / "tile" / "entries" / (number(index) + (".p/%d" % width if width < 256 else ""))
        data = path.read_bytes()
        while data:
            length = int.from_bytes(data[:2], "big")
            found.append(data[2 : 2 + length])
            data = data[2 + length :]
    return found


def row_bytes(table, fields):
    def one(text):
        return b"-," if text is None else b"%d:%s," % (len(text.encode()), text.encode())

    return b"".join(map(one, [table, *fields]))


def check_receipt(receipt, leaves):
    unhex = lambda texts: [bytes.fromhex(text) for text in texts]
    body = receipt["body"].encode()
    table = next(t for t in json.loads(body)["tables"] if t["table"] == receipt["table"])
    row = leaf(row_bytes(receipt["table"], receipt["row"]))
    if climb(row, receipt["row_index"], table["rows"], unhex(receipt["row_path"])).hex() != table["root"]:
        raise ValueError("row")
    size, root = head(receipt["checkpoint"])
    mine = leaf(sha(bytes.fromhex(receipt["salt"]), body))
    if climb(mine, receipt["index"], size, unhex(receipt["path"])) != root:
        raise ValueError("entry")
    if root_of(leaves[:size]) != root or leaves[receipt["index"]] != mine:
        raise ValueError("another log")


def main(log, receipts):
    size, root = head((log / "checkpoint").read_text())
    leaves = [leaf(entry) for entry in entries(log, size)]
    if len(leaves) != size or root_of(leaves) != root:
        raise ValueError("root")
    for path in receipts:
        check_receipt(json.loads(pathlib.Path(path).read_text()), leaves)
    print(json.dumps({"size": size, "root": root.hex(), "receipts": len(receipts)}))


if __name__ == "__main__":
    try:
        main(pathlib.Path(sys.argv[1]), sys.argv[2:])
    except (ValueError, LookupError, OSError, StopIteration) as error:
        sys.exit(f"does not agree: {error!r}")
