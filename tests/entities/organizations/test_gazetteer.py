"""Layers of entries and providers -> who claims which name."""

from __future__ import annotations

from kg.entities.organizations.entries import AMBIGUOUS, DOUBTFUL, SURE, GazetteerEntry
from kg.entities.organizations.gazetteer import Gazetteer, gazetteer
from kg.model import Organization, Provider


def entry(name: str, *forms: str, grade: int = SURE, domain: str = "", is_media: bool = False) -> GazetteerEntry:
    slug = name.casefold().replace(" ", "-")
    names = tuple(sorted({name: grade} | dict.fromkeys(forms, grade)))
    return GazetteerEntry(
        organization=Organization(slug=slug, name=name, other_names=tuple(sorted(forms))),
        names=tuple((form, grade) for form in names),
        domains=frozenset((domain,) if domain else ()),
        is_media=is_media,
    )


def owner(known: Gazetteer, form: str) -> str | None:
    return known.entries[known.names[form][0]].organization.slug if form in known.names else None


def test_the_first_layer_is_believed() -> None:
    known = gazetteer([[entry("Own Co", "Acme")], [entry("Acme Inc", "Acme")]])
    assert owner(known, "Acme") == "own-co"
    assert owner(known, "Acme Inc") == "acme-inc"


def test_what_two_of_one_layer_claim_is_left_out() -> None:
    known = gazetteer([[entry("North Bank", "The Bank"), entry("South Bank", "The Bank")]])
    assert owner(known, "The Bank") is None
    assert owner(known, "North Bank") == "north-bank"


def test_layers_that_describe_one_organization_are_joined() -> None:
    known = gazetteer([[entry("Acme", "Own Acme", grade=DOUBTFUL)], [entry("Acme", "Acme Works")]])
    (joined,) = known.entries
    assert joined.organization.other_names == ("Acme Works", "Own Acme")
    assert known.names["Acme"] == (0, DOUBTFUL)
    assert known.names["Acme Works"] == (0, SURE)


def test_a_sure_name_is_looked_for_in_capitals_too() -> None:
    known = gazetteer([[entry("Boeing"), entry("Gap", grade=AMBIGUOUS), entry("Eni"), entry("IBM")]])
    assert known.capitals == {"BOEING"}
    assert owner(known, "BOEING") == "boeing"


def test_a_provider_of_the_same_domain_is_the_organization() -> None:
    layers = [[entry("Harbor Post", domain="harbor-post.example", is_media=True)]]
    known = gazetteer(layers, [Provider(domain="www.harbor-post.example", name="HarborPost Online")])
    (joined,) = known.entries
    assert joined.organization.providers == ("www.harbor-post.example",)
    assert owner(known, "HarborPost Online") == "harbor-post"


def test_a_provider_is_never_joined_by_its_name() -> None:
    layers = [[entry("The Guardian", domain="theguardian.com")]]
    known = gazetteer(layers, [Provider(domain="theguardian.pe.ca", name="The Guardian")])
    assert [one.organization.providers for one in known.entries] == [()]


def test_two_providers_of_one_name_are_not_told_apart() -> None:
    providers = [Provider(domain=f"{place}.example", name="Daily Courier") for place in ("east", "west")]
    assert gazetteer([], providers).names == {}


def test_names_of_providers_that_are_common_words_need_a_sign() -> None:
    known = gazetteer(
        [],
        [Provider(domain=f"{n}.example", name=name) for n, name in enumerate(("Reason", "KSTU", "The Hill Top", "AB"))],
    )
    assert {form: grade for form, (_, grade) in known.names.items()} == {
        "Reason": DOUBTFUL, "KSTU": AMBIGUOUS, "The Hill Top": AMBIGUOUS, "Hill Top": AMBIGUOUS,
    }  # fmt: skip
    assert all(one.is_media for one in known.entries)


def test_the_order_of_providers_and_entries_does_not_show() -> None:
    layer = [entry("Acme"), entry("Boeing")]
    providers = [Provider(domain="b.example", name="BeeCee"), Provider(domain="a.example", name="DeeEff")]
    one, other = gazetteer([layer], providers), gazetteer([layer[::-1]], providers[::-1])
    assert (one.entries, one.names, one.forms) == (other.entries, other.names, other.forms)
