"""Reading a data folder: what is made of it, and what is said of each mistake."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.catalog import Catalog
from kg.errors import Place
from kg.folder import MAX_FILES, read
from kg.model import Citation, Group, Quotation
from kg.rules import check
from tests.strategies import content

TOY = Path("tests/toy").resolve()


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy hub, which is also the current folder."""
    shutil.copytree(TOY, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(file: str, old: str, new: str) -> None:
    """Replace in a file of the current folder what stands there once."""
    path = Path(file)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def said() -> list[str]:
    """The problems of the current folder, of form only, one line each."""
    return [str(problem) for problem in read(".")[1]]


def all_said() -> list[str]:
    """The problems of the current folder, those that the rules find included."""
    catalog, problems = read(".")
    return [str(problem) for problem in (*problems, *check(catalog))]


def folder(path: Path, concepts: str, more: Mapping[str, str] | None = None) -> Catalog:
    """What a hub with one file of concepts holds, which has no problems."""
    for name in ("hub.yaml", "ontology.yaml", "sources.yaml", "redirects.yaml"):
        shutil.copy(TOY / name, path)
    for name, text in {"concepts/basics.yaml": concepts, **(more or {})}.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    catalog, problems = read(path)
    assert problems == []
    return catalog


def test_toy_hub_is_read_whole() -> None:
    """The toy hub has no problem; its concepts know their home, its relations their reason and evidence."""
    catalog, problems = read(TOY)
    assert problems == []
    assert {id: concept.cluster for id, concept in catalog.concepts.items()} == {
        "basics": None,
        "vector": "basics",
        "matrix": "basics",
        "dot-product": "basics",
        "models": None,
        "embedding": "models",
        "attention": "models",
        "transformer": "models",
    }
    found = {relation.id: relation for relation in catalog.relations}
    assert len(found) == 12
    assert found["transformer.requires.matrix"].strength == "helpful"
    assert found["transformer.requires.attention"].strength == "essential"
    assert found["vector.related.matrix"].strength is None
    assert found["attention.requires.matrix"].group == Group(id="any-1", at_least=1, size=2)
    assert found["attention.part-of.transformer"].evidence == (
        Quotation(page="what-is-attention", section="opening", quote="attention is the heart of the transformer"),
        Quotation(page="what-is-attention", section="how-it-works", quote="then comes attention"),
    )
    assert found["embedding.requires.vector"].evidence == (Citation(source="strang-2016"),)
    assert catalog.redirects == {
        "scalar-product": "dot-product",
        "inner-product": "scalar-product",
        "perceptron": None,
    }
    assert check(catalog, {"what-is-attention": (TOY / "article.txt").read_text(encoding="utf-8")}) == []


def test_a_bare_text_is_in_the_default_language(tmp_path: Path) -> None:
    """A string, or a list of them, is in the first language of the hub; a mapping says the language of each."""
    catalog = folder(
        tmp_path, "a:\n  label: {en: A, no: B}\n  also: x\n  notes: [y, z]\n  outcomes: {de: [u], en: w}\n"
    )
    concept = catalog.concepts["a"]
    assert concept.label == {"en": "A", "no": "B"}
    assert concept.also == {"en": ("x",)}
    assert concept.notes == {"en": ("y", "z")}
    assert concept.outcomes == {"de": ("u",), "en": ("w",)}


def test_the_default_language_is_the_hubs(toy: Path) -> None:
    """A bare string in a hub whose first language is German is German."""
    change("hub.yaml", "[en, de]", "[de, en]")
    assert read(".")[0].concepts["embedding"].label == {"de": "Embedding"}


def test_every_place_can_be_asked_for(toy: Path) -> None:
    """A record, a field, an item and a relation each know their file, line and column."""
    places = read(".")[0].places
    models, page = "concepts/models.yaml", "pages/what-is-attention.yaml"
    assert places.at("concept", "embedding") == Place(models, 6, 1)
    assert places.at("concept", "embedding", "label") == Place(models, 8, 10)
    assert places.at("concept", "embedding", "label", "en") == Place(models, 8, 10)
    assert places.at("relation", "attention.requires.matrix") == Place(models, 30, 9)
    assert places.at("page", "what-is-attention", "sections", 1, "heading") == Place(page, 12, 14)
    assert places.at("page", "what-is-attention", "sections", 9) == Place(page, 8, 3)
    assert places.at("redirect", "perceptron") == Place("redirects.yaml", 3, 1)
    assert places.at("hub", "hub", "clusters", 1) == Place("hub.yaml", 7, 20)
    assert places.at("concept", "nothing") is None


def test_all_problems_are_found_in_one_run(toy: Path) -> None:
    """Mistakes in every file are all told at once, each at its place, with what was probably meant."""
    change("hub.yaml", "edit_url: https://toy.example/edit", "edit-url: toy")
    change(
        "ontology.yaml",
        "    hierarchy: true\n    transitive: true\n    acyclic: true\n    from",
        "    hierarchy: perhaps\n    from",
    )
    change("concepts/basics.yaml", "  hidden:", "  hiden:")
    change(
        "concepts/models.yaml",
        "  part-of:\n    transformer:\n      why: It is the",
        "  partof:\n    transformer:\n      why: It is the",
    )
    change("pages/what-is-attention.yaml", "  - id: opening", "  - id: Opening")
    change("sources.yaml", "year: 2016", "year: long ago")
    change("redirects.yaml", "null", "Vector")
    assert said() == [
        "hub.yaml:11:11: error invalid-value edit-url: 'toy' is not an absolute IRI",
        "ontology.yaml:30:16: error invalid-value hierarchy: input should be a valid boolean, unable to interpret input, not 'perhaps'",
        "concepts/basics.yaml:9:3: error unknown-field there is no field or relation type 'hiden' (did you mean 'hidden'?)",
        "concepts/models.yaml:13:3: error unknown-field there is no field or relation type 'partof' (did you mean 'part-of'?)",
        "pages/what-is-attention.yaml:8:9: error invalid-value sections.0.id: 'Opening' is not an id: lower-case letters, digits and single hyphens",
        "sources.yaml:1:87: error invalid-value year: input should be a valid integer, unable to parse string as an integer, not 'long ago'",
        "redirects.yaml:3:13: error invalid-value 'perceptron' must lead to a concept's id, or to null where it was withdrawn",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("hub.yaml", "publisher: Toy editors\n", "", "hub.yaml:1:1: error missing-field the field 'publisher' is missing"),
        ("hub.yaml", "[en, de]", "[]", "hub.yaml:4:12: error invalid-value languages: tuple should have at least 1 item after validation, not 0"),
        ("hub.yaml", "minutes: 20", "minutes: -20", "hub.yaml:8:10: error invalid-value minutes: input should be greater than or equal to 0, not '-20'"),
        ("ontology.yaml", "    inverse: is required by\n", "", "ontology.yaml:8:3: error missing-field the field 'inverse' is missing"),
        ("ontology.yaml", "kinds:\n", "kinds:\n  Bad Kind: {label: Bad}\n", "ontology.yaml:2:3: error invalid-id 'Bad Kind' is no id for a kind: lower-case letters, digits and single hyphens (did you mean 'bad-kind'?)"),
        ("ontology.yaml", "kinds:\n", "kind:\n  x: {label: X}\nkinds:\n", "ontology.yaml:1:1: error unknown-field there is no field 'kind' (did you mean 'kinds'?)"),
        ("concepts/models.yaml", "label: Embedding", "label: 5", "concepts/models.yaml:8:10: error invalid-value label: must be text, or a mapping of language tags to text"),
        ("concepts/models.yaml", "label: Embedding", "label: ' '", "concepts/models.yaml:8:10: error invalid-value label.en: must not be empty"),
        ("concepts/models.yaml", "label: Embedding", "label: {x_y: E}", "concepts/models.yaml:8:10: error invalid-value label: 'x_y' is not a language tag such as 'en' or 'pt-BR'"),
        ("concepts/models.yaml", "label: Embedding", 'label: "a\\eb"', "concepts/models.yaml:8:10: error invalid-value label.en: must not contain control characters"),
        ("concepts/models.yaml", "difficulty: 3", "difficulty: 6", "concepts/models.yaml:23:15: error invalid-value difficulty: input should be less than or equal to 5, not '6'"),
        ("concepts/models.yaml", "kind: architecture", "kind: Architecture", "concepts/models.yaml:41:9: error invalid-value kind: 'Architecture' is not an id: lower-case letters, digits and single hyphens"),
        ("concepts/basics.yaml", "exactMatch", "sameMatch", "concepts/basics.yaml:13:25: error invalid-value mappings.sameMatch: input should be 'exactMatch', 'closeMatch', 'broadMatch', 'narrowMatch' or 'relatedMatch', not 'sameMatch'"),
        ("concepts/basics.yaml", "  minutes: 15\n", "  minutes: 15\n  id: vector\n", "concepts/basics.yaml:12:3: error unknown-field there is no field or relation type 'id'"),
        ("concepts/basics.yaml", "kind: cluster", "kind: !x cluster", "concepts/basics.yaml:2:9: error syntax the tag !x is not allowed here: write plain data"),
        ("concepts/models.yaml", "{why: An embedding is a vector., source: strang-2016}", "An embedding is a vector.", "concepts/models.yaml:12:5: error invalid-value 'embedding.requires.vector' must be a mapping of fields"),
        ("concepts/models.yaml", "why: An embedding is a vector.,", "because: An embedding is a vector.,", "concepts/models.yaml:12:14: error unknown-field there is no field 'because'"),
        ("concepts/models.yaml", '[what-is-attention#how-it-works, "starts with an embedding"]', "starts with an embedding", "concepts/models.yaml:16:13: error invalid-value says: must be [page#section, quote], or a list of such pairs"),
        ("concepts/models.yaml", '[what-is-attention#how-it-works, "starts', '[what-is-attention, "starts', "concepts/models.yaml:16:13: error invalid-value says: 'what-is-attention' must be page#section"),
        ("concepts/models.yaml", '"then comes attention"]', "5]", "concepts/models.yaml:36:44: error invalid-value says.1.1: input should be a valid string, not '5'"),
        ("concepts/models.yaml", "requires:\n    embedding: {why: It weighs vectors that stand for words., source: vaswani-2017}", "requires: [embedding]", "concepts/models.yaml:24:13: error invalid-value requires must map each target to its why and evidence"),
        ("concepts/models.yaml", "at-least: 1", "at-least: 0", "concepts/models.yaml:27:17: error invalid-value at-least: input should be greater than or equal to 1, not '0'"),
        ("concepts/models.yaml", "at-least: 1", "atleast: 1", "concepts/models.yaml:27:7: error unknown-field there is no field 'atleast' (did you mean 'at-least'?)"),
        ("pages/what-is-attention.yaml", "    heading: How it works", "    headline: How it works", "pages/what-is-attention.yaml:12:15: error unknown-field there is no field 'sections.1.headline'"),
        ("pages/what-is-attention.yaml", "about: [attention]\nteaches", "about: attention\nteaches", "pages/what-is-attention.yaml:4:8: error invalid-value about: input should be a valid tuple, not 'attention'"),
        ("sources.yaml", 'url: "https://math.mit.edu/~gs/linearalgebra/"', "url: math.mit.edu", "sources.yaml:1:98: error invalid-value url: 'math.mit.edu' is not an absolute IRI"),
        ("redirects.yaml", "perceptron:", "The Perceptron:", "redirects.yaml:3:1: error invalid-id 'The Perceptron' is no id for a redirect: lower-case letters, digits and single hyphens (did you mean 'the-perceptron'?)"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_message(toy: Path, file: str, old: str, new: str, message: str) -> None:
    """A record with one bad field is told once and kept, so that nothing that relies on it is reported as well."""
    change(file, old, new)
    assert [line for line in all_said() if " error " in line] == [message]


def test_a_record_with_a_bad_field_keeps_the_others(toy: Path) -> None:
    """Only the bad field is left out; a name that cannot be read is replaced by the id."""
    change("concepts/models.yaml", "label: Embedding", "label: 5")
    change("concepts/models.yaml", "difficulty: 4", "difficulty: hard")
    concepts = read(".")[0].concepts
    assert concepts["embedding"].label == {"en": "embedding"}
    assert (concepts["embedding"].minutes, concepts["embedding"].kind) == (40, "component")
    assert (concepts["transformer"].difficulty, concepts["transformer"].minutes) == (None, 90)


def test_a_relation_with_a_bad_field_stays(toy: Path) -> None:
    """A relation whose evidence cannot be read is there without it."""
    change("concepts/models.yaml", '[what-is-attention#how-it-works, "starts with an embedding"]', "nothing")
    (relation,) = [r for r in read(".")[0].relations if r.id == "embedding.part-of.transformer"]
    assert (relation.why, relation.evidence) == ({"en": "It is the first layer."}, ())


def test_a_missing_folder(tmp_path: Path) -> None:
    """Where there is no folder, that is the only problem, and nothing is read."""
    catalog, problems = read(tmp_path / "nowhere")
    assert [(p.code, p.place) for p in problems] == [("missing-file", None)]
    assert "there is no folder" in problems[0].message
    assert not catalog.concepts


def test_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder lacks the four files of every hub; concepts and pages there may be none."""
    monkeypatch.chdir(tmp_path)
    assert [str(problem).split(" this")[0] for problem in read(".")[1]] == [
        f"{name}.yaml:1:1: error missing-file" for name in ("hub", "ontology", "sources", "redirects")
    ]


def test_an_empty_hub_file_lacks_its_fields(toy: Path) -> None:
    """A file that is there and says nothing is not mistaken for one that says enough."""
    Path("hub.yaml").write_text("", encoding="utf-8")
    Path("ontology.yaml").write_text("{}", encoding="utf-8")
    assert said() == [
        *(f"hub.yaml:1:1: error missing-field the field {name!r} is missing" for name in ("iri", "title", "licence", "publisher", "date")),
        *(f"ontology.yaml:1:1: error missing-field the field {name!r} is missing" for name in ("kinds", "relations")),
    ]  # fmt: skip


def test_a_file_that_is_not_a_mapping(toy: Path) -> None:
    """Each file holds a mapping; a list, or a text, is one problem."""
    Path("sources.yaml").write_text("- strang-2016\n", encoding="utf-8")
    Path("concepts/models.yaml").write_text("models\n", encoding="utf-8")
    assert said() == [
        "concepts/models.yaml:1:1: error syntax the file must hold a mapping, `key: value`",
        "sources.yaml:1:1: error syntax the file must hold a mapping, `key: value`",
    ]


def test_a_folder_in_the_place_of_a_file(toy: Path) -> None:
    """What cannot be opened is told with the system's reason."""
    Path("redirects.yaml").unlink()
    Path("redirects.yaml").mkdir()
    assert said() == ["redirects.yaml:1:1: error missing-file cannot be read: Is a directory"]


def test_a_page_that_is_not_yaml_is_told_once(toy: Path) -> None:
    """A page whose file cannot be read is one problem; its fields are not said to be missing as well."""
    Path("pages/what-is-attention.yaml").write_text("url: [\n", encoding="utf-8")
    assert [line.split(" this is")[0] for line in said()] == ["pages/what-is-attention.yaml:2:1: error syntax"]


def test_stray_files(toy: Path) -> None:
    """A YAML file that nothing reads is told, in whatever case its ending is; hidden files and others are not."""
    for name in (
        "hubs.yaml",
        "Sources.YAML",
        "pages/more/a.yaml",
        "concepts/b.yml",
        ".ci/c.yaml",
        "concepts/.#d.yaml",
        "e.txt",
    ):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("{", encoding="utf-8")
    assert said() == [
        "Sources.YAML:1:1: error stray-file this file is not read: call it Sources.yaml",
        "concepts/b.yml:1:1: error stray-file this file is not read: call it b.yaml",
        "hubs.yaml:1:1: error stray-file no file of this name is read here (did you mean 'hub.yaml'?)",
        "pages/more/a.yaml:1:1: error stray-file no file of this name is read here",
    ]  # fmt: skip


def test_too_many_files(toy: Path) -> None:
    """More files than are read are one problem, and the last ones are not opened."""
    for number in range(MAX_FILES - 2):
        Path(f"concepts/z{number:05}.yaml").touch()
    Path("concepts/zz.yaml").write_text("this is: [not read", encoding="utf-8")
    assert said() == [f"concepts:1:1: error syntax more than {MAX_FILES} files: join some"]


def test_a_concept_defined_twice(toy: Path) -> None:
    """A concept is defined once in all files; the second is told with the place of the first and not read."""
    path = Path("concepts/models.yaml")
    path.write_text(path.read_text(encoding="utf-8") + "\nvector:\n  label: Another\n  nonsense: 1\n", encoding="utf-8")
    assert said() == [
        "concepts/models.yaml:51:1: error duplicate-key the concept 'vector' is defined a second time (first at concepts/basics.yaml:6:1): keep one"
    ]  # fmt: skip
    assert content(read(".")[0]) == content(read(TOY)[0])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    matrix: {why: Papers",
            "    attention: {why: Papers",
            (
                "49:5: error duplicate-relation 'transformer' names 'attention' a second time under requires "
                "(first at concepts/models.yaml:47:5)"
            ),
        ),
        (
            "        matrix: {why: All",
            "        embedding: {why: All",
            (
                "30:9: error duplicate-relation 'attention' names 'embedding' a second time under requires "
                "(first at concepts/models.yaml:25:5)"
            ),
        ),
    ],
    ids=["helpful", "requires-any"],
)
def test_a_relation_said_twice(toy: Path, old: str, new: str, message: str) -> None:
    """A concept names another once among its requirements, options and what is helpful; the first counts."""
    change("concepts/models.yaml", old, new)
    assert all_said() == [f"concepts/models.yaml:{message}"]


def test_invalid_ids(toy: Path) -> None:
    """An id that is none is told with what it might be; a file with a bad name is read on under that."""
    path = Path("concepts/basics.yaml")
    path.rename("concepts/Basics.yaml")
    change("concepts/Basics.yaml", "\nvector:\n", "\nVector Space:\n  label: V\n\nvector:\n")
    assert all_said() == [
        "concepts/Basics.yaml:1:1: error invalid-id 'Basics' is no id for a cluster: lower-case letters, digits and single hyphens (did you mean 'basics'?)",
        "concepts/Basics.yaml:6:1: error invalid-id 'Vector Space' is no id for a concept: lower-case letters, digits and single hyphens (did you mean 'vector-space'?)",
    ]  # fmt: skip


def test_a_relation_type_may_not_be_called_like_a_field(toy: Path) -> None:
    """A relation type whose name means something else in a concept could never be used, so it is refused."""
    change("ontology.yaml", "  is-a:\n", "  helpful:\n")
    assert said() == [
        "ontology.yaml:16:3: error invalid-id 'helpful' means something else in a concept: call the relation type otherwise"
    ]


def test_requirements_need_their_type(toy: Path) -> None:
    """Where ontology.yaml defines no `requires`, neither `helpful` nor `requires-any` is known."""
    change("ontology.yaml", "  requires:\n", "  needs:\n")
    unknown = [line.split("type ")[1].split(" ")[0] for line in said()]
    assert set(unknown) == {"'requires'", "'requires-any'", "'helpful'"}
    assert all(relation.type != "requires" for relation in read(".")[0].relations)


def test_an_unread_ontology_is_told_once(toy: Path) -> None:
    """Without relation types nothing is said of the relations that use them."""
    Path("ontology.yaml").write_text("kinds: [", encoding="utf-8")
    assert [line.split(":")[0] for line in said()] == ["ontology.yaml"]


def test_groups_of_alternatives(tmp_path: Path) -> None:
    """Groups are numbered where they have no id; an option without why and evidence may be left empty."""
    catalog = folder(
        tmp_path,
        "a: {label: A}\nb: {label: B}\nc:\n  label: C\n  requires-any:\n"
        "    - {of: {a: }}\n    - {id: other, at-least: 1, of: {b: {why: because}, d: {}}}\n",
    )
    assert {(r.to, r.group.id, r.group.at_least, r.group.size, r.strength) for r in catalog.relations if r.group} == {
        ("a", "any-1", 1, 1, "essential"),
        ("b", "other", 1, 2, "essential"),
        ("d", "other", 1, 2, "essential"),
    }


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{of: {vector: }}", "19:17: error invalid-value requires-any must be a list of {at-least, of}"),
        ("[vector]", "19:18: error invalid-value 'matrix.1' must be a mapping of fields"),
        ("[{at-least: 1}]", "19:18: error missing-field the field 'of' is missing"),
        ("[{of: [vector]}]", "19:23: error invalid-value of: input should be a valid dictionary"),
        ("[{of: {}}]", "19:23: error invalid-value of: dictionary should have at least 1 item after validation, not 0"),
    ],
)
def test_groups_of_another_shape(toy: Path, entry: str, message: str) -> None:
    """A list of mappings with `of` is asked for; what is wrong is told at its place."""
    change("concepts/basics.yaml", "  definition: Numbers in rows and columns.\n", f"  requires-any: {entry}\n")
    assert said() == [f"concepts/basics.yaml:{message}"]
