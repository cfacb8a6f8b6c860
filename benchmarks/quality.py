"""Quality on the development sets of ../shared, by its scorers: `python benchmarks/quality.py`.

Where ../shared is absent, only what the repository ships is measured. Sets called test are never read here.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

from lookalikes import samples

SHARED = Path(__file__).resolve().parents[2] / "shared"
PROGRAM = str(Path(sys.executable).parent / "pii-guard")
PATTERN_LABELS = "EMAIL,PHONE,NATIONAL_ID,IBAN,CREDIT_CARD,CVV,IP,SECRET,DATE_OF_BIRTH,ORDER_ID,USERNAME,LICENCE_PLATE,POSTCODE"
# Types that a number must not get when it is an order, invoice, version or article number.
NUMBER_TYPES = ("user.government_id", "user.contact.phone_number", "user.financial", "user.device")


def scorer(name: str, *args: str) -> str:
    """Return what a scorer of ../shared/tools prints."""
    command = [sys.executable, str(SHARED / "tools" / f"{name}.py"), PROGRAM, *args]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def detect(texts: list[str]) -> list[list[dict[str, object]]]:
    """Return the detections of texts, by the command line."""
    body = "".join(json.dumps({"id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in enumerate(texts))
    run = subprocess.run([PROGRAM, "detect", "--jsonl"], input=body.encode(), capture_output=True, check=True)
    return [json.loads(line)["detections"] for line in run.stdout.splitlines()]


def numbers_called_personal() -> str:
    """Return how many order numbers, traps and generated look-alikes got a personal type."""
    rows = []
    shipped = samples()
    rows.append(
        ("shipped look-alikes (benchmarks/lookalikes.py)", *_hits([(t, s, e) for t, s, e, _kind in shipped]))
    )
    if SHARED.exists():
        with gzip.open(SHARED / "corpora/bitext_en/instructions.jsonl.gz", "rt", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        spans = [
            (r["text"], s["start"], s["end"])
            for r in lines
            for s in r["spans"]
            if s["label"] in {"ORDER_ID", "INVOICE_ID", "INVOICE"}
        ]
        rows.append(("order and invoice numbers of bitext_en/instructions", *_hits(spans)))
        gold = [json.loads(line) for line in (SHARED / "corpora/gold_dev.jsonl").open(encoding="utf-8")]
        traps = [
            (r["text"], s, e)
            for r in gold
            for s, e in r.get("traps", [])
            if any(c.isdigit() for c in r["text"][s:e])
        ]
        rows.append(("numbers among the traps of gold_dev", *_hits(traps)))
    body = "\n".join(f"| {name} | {n} | {bad} | {100 * bad / max(1, n):.2f} % |" for name, n, bad in rows)
    return f"| numbers | n | called personal | share |\n|---|---|---|---|\n{body}"


def _hits(spans: list[tuple[str, int, int]]) -> tuple[int, int]:
    found = detect([text for text, _s, _e in spans])
    bad = sum(
        any(
            int(str(d["start"])) < end
            and int(str(d["end"])) > start
            and str(d["category"]).startswith(NUMBER_TYPES)
            for d in dets
        )
        for (_text, start, end), dets in zip(spans, found, strict=True)
    )
    return len(spans), bad


def by_language_and_channel() -> str:
    """Return leak recall of all pattern labels on gold_dev by language and by channel."""
    out = []
    for key in ("lang", "channel"):
        text = scorer(
            "spans", str(SHARED / "corpora/gold_dev.jsonl"), "--labels", PATTERN_LABELS, "--by", key
        )
        out += [line.strip() for line in text.splitlines() if line.strip().startswith("by=")]
    return "\n".join(out)


def report(short: bool = False) -> str:
    """Return the section of docs/benchmarks.md."""
    parts = [
        "## Quality",
        "`python benchmarks/quality.py`, by the command line, on development sets.",
        "### Numbers that are nothing",
        numbers_called_personal(),
    ]
    if not SHARED.exists():
        return "\n\n".join([*parts, "The other sets are in ../shared, which is not here."])
    corpora = SHARED / "corpora"
    gold = str(corpora / "gold_dev.jsonl")
    sections = [
        ("Pattern labels on gold_dev", ("spans", gold, "--labels", PATTERN_LABELS)),
        ("All labels on gold_dev (names by cues only)", ("spans", gold)),
        (
            "Clean questions (banking77)",
            (
                "spans",
                str(corpora / "negatives_en/banking77.jsonl.gz"),
                *(["--limit", "2000"] if short else []),
            ),
        ),
        (
            "Disguises (evasion_dev)",
            (
                "evasion",
                str(corpora / "evasion_dev.jsonl"),
                str(corpora / "evasion_dev_surface.jsonl"),
                "0.95",
                "1",
            ),
        ),
        ("Gate (gate_dev)", ("gate", str(corpora / "gate_dev.jsonl"), "0.95", "0.97")),
    ]
    for title, (name, *args) in sections:
        parts += [f"### {title}", f"```\n{scorer(name, *args)}\n```"]
    parts += [
        "### Pattern labels by language and channel (leak recall)",
        f"```\n{by_language_and_channel()}\n```",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(report("--short" in sys.argv))
