import pytest
from pydantic import BaseModel, ConfigDict

from pii_guard.errors import PolicyError
from pii_guard.resources import MAX_YAML_BYTES, bundled, load_model, load_yaml, parse_yaml, yaml_files


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    parts: list[dict[str, int]] = []


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"a: &x [1]\nb: *x\n", "f.yaml:2: YAML aliases"),
        (b"[" * 500_000, "nested more than"),
        (b"- " * 100_000, "nested more than"),
        (b"a: !!python/object/apply:os.system [ls]", "constructor"),
        (b"a: [1\nb: 2", "f.yaml:2"),
        (b"a: 1\nb: {c: 1, c: 2}", "f.yaml:2: a key stands twice"),
        (b"\x00", "not YAML"),
        (b"x" * (MAX_YAML_BYTES + 1), "larger than"),
    ],
)
def test_hostile_or_broken_yaml_is_refused_with_its_place(data, complaint):
    with pytest.raises(PolicyError, match=r"f\.yaml") as caught:
        parse_yaml(data, "f.yaml")
    assert complaint in caught.value.message


def test_model_errors_name_file_and_line_but_no_value(tmp_path):
    path = tmp_path / "shape.yaml"
    path.write_text(
        "name: fine\nparts:\n  - {one: 1}\n  - {two: wren.halloway@example.com}\nextra: 1\n", encoding="utf-8"
    )
    with pytest.raises(PolicyError) as caught:
        load_model(path, Shape)
    assert "shape.yaml:4: parts.1.two" in caught.value.message
    assert "shape.yaml:5: extra" in caught.value.message
    assert "halloway" not in caught.value.message


def test_missing_file(tmp_path):
    with pytest.raises(PolicyError, match="cannot be read"):
        load_yaml(tmp_path / "no.yaml")


def test_every_bundled_file_stands_the_full_look():
    """Bundled files are spared the look for bombs and repeated keys at run time; here they get it."""
    files = yaml_files(bundled("policies"))
    assert len(files) > 30
    for path in files:
        parse_yaml(path.read_bytes(), str(path))
