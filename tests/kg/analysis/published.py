"""Curricular measures that others have published, of nine curricula, and the curricula themselves.

The measures are those in the files `*_w_metrics.csv` of NeuCurricularAnalytics/NuAnalytics (MIT licence, commits
937f5eb, 699ee04, 14e6c54 and 9c3c68f), most of them computed by CurricularAnalytics.jl. For each course by its
number they give blocking, delay and centrality; a course that is not listed has 0, 1 and 0.
"""

from collections.abc import Mapping

from tests.test_real import CURRICULA, published

Measured = tuple[int, int, int]

_MEASURES = {
    "BSCS_Hawaii_Manoa": """
        1:14/4/0 2:13/5/75 3:13/4/68 4:2/4/8 5:12/5/75 6:7/5/84 7:7/5/63 8:1/5/9 9:0/5/0 10:0/5/0 11:0/5/0 12:0/3/0
        13:0/5/0 14:0/5/0 15:0/5/0 16:0/5/0 17:0/5/0 18:0/5/0 19:16/5/0 20:1/3/3 21:3/3/0 22:1/3/3 23:1/3/3 24:0/3/0
        25:3/4/0 26:2/4/4 27:1/4/4 28:0/4/0 29:2/2/0 30:0/2/0 31:0/2/0""",
    "California_Berkely_V2": """
        1:7/5/52 2:6/5/36 3:2/2/0 4:10/5/0 5:1/3/3 6:0/3/0 7:4/5/36 8:0/5/0 9:0/4/0 10:0/5/0 20:0/5/0 21:0/5/0""",
    "Colostate_CSDegree": """
        1:6/3/0 2:16/6/0 3:13/6/44 5:11/6/39 6:2/3/12 7:5/6/22 8:2/5/5 9:1/3/3 10:0/2/0 11:2/6/12 12:0/4/0 13:1/5/10
        14:0/5/0 15:0/3/0 16:0/6/0 17:0/6/0 18:0/5/0 19:0/4/0 20:0/4/0 21:0/5/0 22:1/2/0 23:0/2/0 25:1/2/0 26:0/2/0""",
    "Colostate_CSDegree_2017": """
        1:18/7/0 3:14/7/68 5:13/7/124 6:6/7/60 7:4/7/96 8:8/7/90 9:3/4/10 10:1/3/3 11:1/7/36 12:0/5/0 13:2/6/30
        14:0/6/0 16:0/7/0 17:0/6/0 18:0/6/0 19:0/4/0 20:0/4/0 21:0/6/0 22:1/2/0 23:0/2/0 25:1/2/0 26:0/2/0 30:1/4/4
        31:1/2/0 37:0/2/0""",
    "Colostate_CSDegree_2017_w_MATH": """
        1:17/10/400 3:14/9/92 5:13/10/288 6:6/10/160 7:4/10/250 8:8/10/240 9:3/8/41 10:1/7/13 11:1/10/90 12:0/8/0
        13:2/9/80 14:0/9/0 16:0/10/0 17:0/9/0 18:0/9/0 19:0/7/0 20:0/7/0 21:0/9/0 22:1/2/0 23:0/2/0 25:1/2/0 26:0/2/0
        30:1/8/15 31:1/2/0 32:0/2/0 33:23/10/0 34:22/10/492 35:19/9/279 36:19/10/213 37:18/10/213""",
    "Kennesaw_State_University_CS": """
        1:0/3/0 2:0/2/0 3:13/6/0 4:9/6/32 5:0/2/0 6:0/2/0 7:1/3/3 8:2/3/0 9:17/7/92 10:18/7/0 11:16/7/167 12:17/6/0
        13:8/7/128 14:6/7/72 15:3/7/77 16:2/5/24 17:1/5/12 18:0/5/0 19:1/5/12 20:1/7/77 21:0/5/0 22:0/4/0 23:0/6/0
        26:0/5/0 27:0/7/0 28:0/5/0 29:0/5/0 30:0/5/0 31:0/2/0 32:1/2/0 33:0/2/0 34:1/2/0""",
    "Metropolitan_State_University_CS": """
        1:13/6/44 2:16/6/0 3:11/5/52 4:12/6/44 5:0/4/0 6:8/6/58 7:0/2/0 8:0/4/0 9:1/6/15 10:0/5/0 11:1/6/15 12:0/6/0
        13:0/5/0 14:0/5/0 15:0/6/0 16:0/4/0 17:0/5/0 18:1/2/0 19:0/2/0 21:0/2/0 22:1/2/0""",
    "Michigan_Ann_Arbor_CS": """
        1:3/4/0 2:8/5/29 3:1/3/3 4:2/3/0 5:0/3/0 6:1/3/6 7:2/3/0 8:0/3/0 9:1/2/0 10:15/5/0 11:4/4/10 12:1/4/4 13:0/3/0
        14:7/4/23 15:7/5/29 16:4/5/36 17:1/5/9 18:0/4/0 21:2/4/4 22:0/5/0 23:0/5/0 24:0/5/0 25:0/5/0 29:0/4/0
        30:1/4/4""",
    "U_of_Colorado_Boulder_CS": """
        2:16/5/82 3:14/5/98 4:2/5/18 5:2/5/44 6:0/5/0 7:1/5/9 8:0/4/0 9:0/5/0 10:0/4/0 11:0/5/0 12:0/5/0 13:0/5/0
        14:0/5/0 15:0/5/0 17:1/2/0 18:0/2/0 19:20/5/0 20:8/4/19 21:7/5/48 22:1/5/13 23:1/5/22 31:1/3/3 32:0/3/0
        33:1/2/0""",
}

CURRICULUM_NAMES = tuple(_MEASURES)


def measured(name: str) -> Mapping[str, Measured]:
    """The published measures of the courses of a curriculum that have any requisite, by number."""
    listed = (course.partition(":")[::2] for course in _MEASURES[name].split())
    return {number: _three(values) for number, values in listed}


def _three(values: str) -> Measured:
    blocking, delay, centrality = map(int, values.split("/"))
    return blocking, delay, centrality


def curriculum(name: str) -> dict[str, list[list[str]]]:
    """A curriculum by its name; the test that asks is skipped where the file is not at hand."""
    found: dict[str, list[list[str]]] = next(one for one in published(CURRICULA)["graphs"] if one["name"] == name)
    return found
