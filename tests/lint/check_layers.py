#!/usr/bin/env python3
"""Fails when a file includes what its layer must not know (ARCHITECTURE.md, lowest first). Run by ctest."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
TORCH = re.compile(r"<(torch|ATen|c10)/")
QT = re.compile(r"<Q[A-Z]|<Qt")
OWN = re.compile(r'"((?:core|ui|app|tests)/[^"]+)"')
TORCH_HOMES = ("core/batch/", "core/nn/", "core/train/")
ENGINE_HOMES = TORCH_HOMES + ("core/surrogate/",)  # what the engine module is made of
# Lowest first. A folder may include itself and the ones above it in this list. session/ and search/ share the event
# and strategy vocabulary: headers of search/ name events, session/ runs strategies.
ORDER = ["core/base", "core/arch", "core/space", "core/dataset", "core/controller", "core/search", "core/session", "core/store", "core/export",
         "core/surrogate", "core/batch", "core/nn", "core/train"]
ALLOWED_UPWARD = {("core/search", "core/session/events.h"), ("core/search", "core/session/query.h"), ("core/search", "core/session/session_state.h"),
                  ("core/session", "core/store/run_store.h")}


def room(path):
    return next((i for i, folder in enumerate(ORDER) if path.startswith(folder + "/")), None)


bad = []
for path in sorted(p for folder in ("core", "ui", "app") for p in (root / folder).rglob("*") if p.suffix in (".h", ".cpp")):
    rel = path.relative_to(root).as_posix()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.startswith("#include"):
            continue

        def complain(why):
            bad.append(f"{rel}:{number}: {line.strip()}  -- {why}")

        if TORCH.search(line) and not (rel.startswith(TORCH_HOMES) and (path.suffix == ".cpp" or "_internal" in rel)):
            complain("torch only in the .cpp files (and *_internal.h) of its own folders")
        if QT.search(line) and not rel.startswith(("ui/", "app/main.cpp")):
            complain("Qt only in ui/ and app/main.cpp")
        own = OWN.search(line)
        if not own:
            continue
        target = own.group(1)
        if rel.startswith("app/layout/"):
            complain("app/layout is a program of its own: nothing of core or ui")
        elif rel.startswith("core/"):
            here, there = room(rel), room(target)
            if not target.startswith("core/"):
                complain("core does not know the window or the programs")
            elif here is not None and there is not None and there > here and (ORDER[here], target) not in ALLOWED_UPWARD:
                complain(f"{ORDER[here]} stands below {ORDER[there]}")
        elif rel.startswith("ui/"):
            if target.startswith("app/") or target.startswith(ENGINE_HOMES):
                complain("the window knows the session and plain values only")
            elif target == "core/session/session.h" and not rel.startswith("ui/bridge/"):
                complain("only ui/bridge sees the session")

print("\n".join(bad))
sys.exit(bool(bad))
