"""Writes policies/schema/*.json from the models: `python -m tests.export_schemas`."""

import json

from pii_guard.messages.contract import SCHEMAS
from pii_guard.resources import bundled

if __name__ == "__main__":
    for name, model in SCHEMAS.items():
        path = bundled("policies") / "schema" / f"{name}.json"
        path.write_text(
            json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
