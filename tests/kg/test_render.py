"""render: answer -> bytes."""

import json

import pytest

from kg import render
from kg.render import RENDERERS


def test_json_is_compact_utf8_in_the_order_of_the_answer() -> None:
    """Keys keep their order, text stays as it is, and a line feed ends it."""
    assert render({"b": "Größe", "a": [1, None, True]}) == '{"b":"Größe","a":[1,null,true]}\n'.encode()


def test_json_is_read_back_as_it_was() -> None:
    """What any reader of JSON makes of the bytes is the answer."""
    answer = {"text": 'quote " back \\ line \n nul \0 sep \u2028', "nested": {"list": [{}, []]}}
    assert json.loads(render(answer)) == answer


def test_a_media_type_that_is_not_rendered_is_a_miss() -> None:
    """The table of renderers is all there is."""
    assert "application/json" in RENDERERS
    with pytest.raises(KeyError):
        render({}, "text/plain")
