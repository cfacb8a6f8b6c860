"""Expressions that wait for their first use are the same as those that do not, and all of them are right."""

import pkgutil
import re
import sys
from importlib import import_module

import pytest

import pii_guard.detect
from pii_guard.detect.lazy import _Lazy, lazy


def test_a_lazy_expression_is_compiled_at_its_first_use():
    expression = lazy(r"(\d+)-(\d+)", re.IGNORECASE)
    assert "search" not in vars(expression)
    assert expression.search("from 12-34").groups() == ("12", "34")
    assert expression.sub("x", "1-2 3-4") == "x x"
    assert expression.pattern == r"(\d+)-(\d+)"
    assert expression.groups == 2


def test_what_is_no_method_of_a_pattern_is_an_error():
    with pytest.raises(AttributeError):
        lazy("a").nothing  # noqa: B018 - the access is the test


def test_every_lazy_expression_compiles():
    for module in pkgutil.walk_packages(pii_guard.detect.__path__, "pii_guard.detect."):
        if module.name != "pii_guard.detect.presidio.worker":  # a script
            import_module(module.name)
    found = [
        (name, key, value)
        for name, module in list(sys.modules.items())
        if name.startswith("pii_guard.detect")
        for key, value in vars(module).items()
        if isinstance(value, _Lazy)
    ]
    assert len(found) > 100
    for name, key, value in found:
        assert value.pattern, (name, key)
