"""markup: text and addresses made safe."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.formats.markup import attribute, clean, folded, safe_url, text


@given(content=st.text())
def test_any_text_survives_xml(content: str) -> None:
    """What a parser reads is what was written, but for characters that XML has no place for."""
    element = ET.fromstring(f'<a b="{attribute(content)}">{text(content)}</a>')
    assert (element.text or "", element.get("b")) == (clean(content), clean(content))


@given(content=st.text())
def test_folded_text_is_one_line(content: str) -> None:
    """Folding leaves single spaces and all the words."""
    assert folded(content).split() == clean(content).split()
    assert len(folded(content).splitlines()) <= 1


@pytest.mark.parametrize("url", ["/concepts/x", "x?y=1#z", "//host/x", "http://a", "HTTPS://a/é", "./a:b"])
def test_addresses_of_pages_are_kept(url: str) -> None:
    """Web addresses and relative ones are as they were."""
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url", ["", "javascript:x", "JaVaScRiPt:x", "java\nscript:x", "\x01javascript:x", " javascript:x", "data:,x", "a:b"]
)
def test_addresses_that_run_something_are_dropped(url: str) -> None:
    """Other schemes, and what a browser would make one of by dropping characters, are not addresses."""
    assert safe_url(url) is None
