"""Values of types of a model, as they go over the wire."""

from shapes import Crate, Cat, Dog, Document, Labels, Node, Open, Size

absent: Crate = {"class": "a"}
null: Crate = {"class": "a", "note": None}
known: Crate = Crate({"class": "b", "note": "c", "größe": 1, "self": True})
alternatives: list[Cat | Dog] = [{"kind": "cat", "lives": 9}, {"kind": "dog", "tail": 0.5}]
document: Document = {"pet": {"kind": "cat", "lives": 1}, "title": "x", "page": 1}
labels: Labels = {"anything": 1}
tree: Node = {"value": 1, "children": [{"value": 2, "children": []}]}
open_: Open = {"name": "x", "more": [1, 2]}
size: Size = "L"


def lives(pet: Cat | Dog) -> int:
    return pet["lives"] if pet["kind"] == "cat" else 1
