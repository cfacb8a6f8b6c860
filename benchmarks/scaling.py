"""Time by length, memory over many messages, threads, cold start: `python benchmarks/scaling.py [--short]`."""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mix import messages, never_seen

HOSTILE = {
    "at signs": "@" * 65536,
    "dots": "a." * 32768,
    "digits": "1" * 65536,
    "spaced digits": "1 " * 32768,
    "percent": "%40" * 21845,
    "entities": "&#64;" * 13107,
    "encoded words": "=?utf-8?B?" * 6553,
    "tags": "<a href=" * 8192,
    "base64": "QUJD" * 16384,
    "number words": "one two " * 8192,
    "greetings": "Dear Dear " * 6553,
    "brackets": "([{<" * 16384,
    "zero width": "a\u200b" * 32768,
    "questions": "send me your password? " * 2849,
}


def linear(short: bool) -> str:
    """Return a table of time by text length."""
    from pii_guard import PIIGuard

    guard = PIIGuard().warm_up()
    base = " ".join(messages(4000))
    rows, last = [], 0.0
    for size in (16_000, 64_000, 256_000) if short else (16_000, 64_000, 256_000, 1_000_000):
        text = base[:size]
        start = time.perf_counter()
        guard.detect(text)
        seconds = time.perf_counter() - start
        rows.append(
            f"| {size:,} | {seconds:.3f} | {seconds / size * 1e6:.2f} | {seconds / last if last else 0:.1f} |"
        )
        last = seconds
    return (
        "| characters | seconds | µs a character | times the row above (four times the text) |\n|---|---|---|---|\n"
        + "\n".join(rows)
    )


def hostile() -> str:
    """Return a table of 64 KB attack texts."""
    from pii_guard import PIIGuard

    guard = PIIGuard().warm_up()
    rows = []
    for name, text in HOSTILE.items():
        start = time.perf_counter()
        guard.check(text, channel="internal_note")
        rows.append((time.perf_counter() - start, name))
    rows.sort(reverse=True)
    return "| 64 KB of | seconds for a whole check |\n|---|---|\n" + "\n".join(
        f"| {n} | {s:.3f} |" for s, n in rows
    )


def memory(short: bool) -> str:
    """Return growth of memory over messages of never-seen words."""
    from pii_guard import PIIGuard

    guard = PIIGuard().warm_up()
    count, block = (2_000, 500) if short else (100_000, 2_000)
    for text in never_seen(2_000, seed=1):
        guard.detect(text)
    before = _resident()
    for seed in range(count // block):
        for text in never_seen(block, seed=seed + 2):
            guard.detect(text)
    return f"{count:,} messages of 50 never-seen words: resident memory grew by {(_resident() - before) / 1e6:.1f} MB (from {before / 1e6:.0f} MB)."


def _resident() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def threads(short: bool) -> str:
    """Return whether sixteen threads give what one gives."""
    from pii_guard import PIIGuard

    guard = PIIGuard().warm_up()
    texts = messages(300 if short else 2000, seed=7) * (1 if short else 10)
    alone = [guard.detect(text) for text in texts]
    order = list(range(len(texts)))
    random.Random(3).shuffle(order)
    with ThreadPoolExecutor(16) as pool:
        together = dict(zip(order, pool.map(lambda i: guard.detect(texts[i]), order), strict=True))
    different = sum(together[i] != alone[i] for i in range(len(texts)))
    return f"16 threads, {len(texts):,} texts in shuffled order: {different} differ from the results of one thread."


def start(short: bool) -> str:
    """Return cold start-up times, medians."""
    rows = []
    program = str(Path(sys.executable).parent / "pii-guard")
    for name, command in {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`import pii_guard`": [sys.executable, "-c", "import pii_guard"],
        "`pii-guard check --channel email`": [program, "check", "--channel", "email"],
    }.items():
        times = []
        for _ in range(3 if short else 15):
            begin = time.perf_counter()
            subprocess.run(
                command, input=b"Hello, your parcel is on its way.", capture_output=True, check=False
            )
            times.append(time.perf_counter() - begin)
        rows.append(f"| {name} | {statistics.median(times):.3f} | {min(times):.3f} |")
    return "| whole process | median, s | fastest, s |\n|---|---|---|\n" + "\n".join(rows)


def report(short: bool) -> str:
    """Return the section of docs/benchmarks.md."""
    return f"""## Scaling, memory, threads, start

`python benchmarks/scaling.py`

{linear(short)}

{hostile()}

{memory(short)}

{threads(short)}

{start(short)}
"""


if __name__ == "__main__":
    print(report("--short" in sys.argv))
