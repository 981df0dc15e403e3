"""HTML as its words. It is cut into tags and text as browsers do it, and never put together again."""

from kg.mentions.elements import Elements, begins_section, ends_block, tags
from kg.mentions.reading import Reading, front_matter


def hypertext(source: str) -> Reading:
    """The reading of an HTML document, or of a part of one; broken HTML is read as a browser would."""
    reading, elements = Reading(source), Elements()
    at, state = front_matter(source), elements.state
    for tag in tags(source, at, len(source), elements):
        # the elements have seen this tag already, so the text before it stood in what was open then
        reading.add(at, tag.start, state)
        if ends_block(tag):
            reading.part()
        if begins_section(tag):
            reading.section()
        at, state = tag.end, elements.state
    reading.add(at, len(source), state)
    return reading
