"""The language of each article, and what its words are known by."""

# ruff: noqa: RUF001 - letters of other scripts are meant

from __future__ import annotations

import pytest
import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.stories import tongues
from kg.stories.function_words import FUNCTION_WORDS
from kg.stories.texts import read_articles
from kg.stories.vectors import _pieces, vectors

SAID = {
    "de": "Die Feuerwehr rettet eine Katze aus dem Hafen, und der Wirt zahlt für das Futter",
    "fr": "Les pompiers sauvent un chat dans le port et le patron paie pour la nourriture",
    "es": "Los bomberos rescatan a un gato en el puerto y el dueño paga por la comida",
    "it": "I pompieri salvano un gatto nel porto e il padrone paga per il cibo della bestia",
    "pt": "Os bombeiros salvam um gato no porto e o dono paga pela comida do animal",
    "nl": "De brandweer redt een kat uit de haven en de waard betaalt voor het voer",
    "pl": "Strażacy ratują kota w porcie i nie wiedzą, że to jest kot burmistrza",
    "cs": "Hasiči zachránili kočku v přístavu a její majitel se na ni těší",
    "sk": "Hasiči zachránili mačku v prístave a jej majiteľ sa na ňu teší, aj keď ju nemá rád",
    "hu": "A tűzoltók kimentették a macskát és a gazda nem volt ott, de az állat már jól van",
    "ro": "Pompierii au salvat o pisică din port și proprietarul plătește pentru hrana ei",
    "sv": "Brandkåren räddar en katt i hamnen och ägaren betalar för maten som den äter",
    "da": "Brandvæsenet redder en kat i havnen, og ejeren betaler nu for maden, som den blev glad for",
    "fi": "Palokunta pelasti kissan satamasta ja omistaja on iloinen, mutta se ei ole vielä kotona",
    "tr": "İtfaiye bir kediyi limanda kurtardı ve sahibi yem için para verdi, ama çok daha geç",
    "id": "Pemadam menyelamatkan kucing di pelabuhan dan pemilik itu membayar makanan yang mahal",
    "vi": "Lính cứu hỏa đã cứu một con mèo ở cảng và chủ của nó trả tiền cho thức ăn",
    "ru": "Пожарные спасли кота в порту, и хозяин платит за еду, но не знает, что это за кот",
    "uk": "Пожежники врятували кота в порту, і господар платить за їжу, але не знає, що це за кіт",
    "bg": "Пожарникарите спасиха котка в пристанището и собственикът плаща за храната, но не знае коя е",
    "el": "Οι πυροσβέστες έσωσαν μια γάτα από το λιμάνι και ο ιδιοκτήτης πληρώνει για την τροφή",
    "ar": "أنقذ رجال الإطفاء قطة في الميناء ودفع صاحبها ثمن الطعام بعد أن عاد إلى البيت",
    "fa": "آتش‌نشانان گربه‌ای را در بندر نجات دادند و صاحب آن از این کار خوشحال است",
    "he": "הכבאים הצילו חתול מן הנמל והבעלים שלו משלם על האוכל כי הוא לא רעב",
    "hi": "दमकल ने बंदरगाह में बिल्ली को बचाया और मालिक ने खाने के लिए पैसे दिए",
    "ja": "消防が港で猫を助けた",
    "zh": "消防员在港口救下一只猫",
    "ko": "소방관이 항구에서 고양이를 구했다",
    "th": "นักดับเพลิงช่วยแมวที่ท่าเรือ",
}


def told(articles: list[Article]) -> list[str]:
    return tongues.languages(articles, read_articles(articles).words(_pieces))


def article(title: str, *, number: int = 0, provider: str = "one.example", language: str | None = None) -> Article:
    return Article(key=f"https://{provider}/{number}", title=title, provider=provider, language=language)


@pytest.mark.parametrize("language", sorted(SAID))
def test_a_sentence_tells_its_language(language: str) -> None:
    many = [article(text, number=place, provider=f"{name}.example") for place, (name, text) in enumerate(SAID.items())]
    assert told(many)[list(SAID).index(language)] == language


def test_a_headline_that_says_nothing_is_in_the_language_of_its_provider() -> None:
    german = [article(f"Der Bürgermeister von Ulmen ist nicht im Amt {n}", number=n) for n in range(5)]
    bare = article("Brückensperrung Ulmen", number=9)
    english = [
        article(f"The mayor of Ulmen is out of the office {n}", number=n, provider="two.example") for n in range(9)
    ]
    assert told([*german, bare, *english]) == ["de"] * 6 + ["en"] * 9


def test_what_an_article_says_of_itself_holds() -> None:
    assert told([article("The mayor is out of the office", language="de-AT")]) == ["de"]
    assert told([article("The mayor is out of the office", language="no such tag")]) == ["en"]


def test_little_is_english() -> None:
    assert told([article("Nvidia"), article("", number=1)]) == ["en", "en"]
    assert told([]) == []


def test_addresses_tell_it_without_accents() -> None:
    assert told([article("Burgermeister fuer die oeffnung der brucke uber den fluss")]) == ["de"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Häusern", "haeuser"),
        ("de", "Grösse", "Größe"),
        ("tr", "ISPARTA", "ısparta"),
        ("tr", "İzmir", "izmir"),
        ("pl", "łódź", "lodz"),
        ("es", "elección", "eleccion"),
        ("ru", "ёлка", "елка"),
        ("el", "ΛΙΜΑΝΙ", "λιμάνι"),
        ("ar", "إلى", "الى"),
        ("ja", "東京", "東京"),
    ],
)
def test_spellings_of_one_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert len({tongues.stem(tongues.lower(word, language), language) for word in (one, other)}) == 1


def test_letters_that_are_no_accents_stay() -> None:
    assert tongues.folded("мой") == "мой"
    assert tongues.folded("고양이") == "고양이"
    assert tongues.folded("हिन्दी") == "हिन्दी"


def test_tables_are_of_small_words_and_of_one_size() -> None:
    for name, table in FUNCTION_WORDS.items():
        assert len(name) == 2
        assert all(word == word.lower() for word in table)
        assert len(table) <= 130
    assert {*tongues.STEMMERS} - {"ta"} <= {*FUNCTION_WORDS}
    assert {*tongues.STEMMERS.values()} <= {*Stemmer.algorithms()}


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["a.example", "b.example"]))))
def test_any_text_has_a_language_and_a_vector(drawn: list[tuple[str, str]]) -> None:
    articles = [article(text, number=place, provider=provider) for place, (text, provider) in enumerate(drawn)]
    assert len(told(articles)) == len(articles)
    assert vectors(articles).height == len(articles)


def test_compounds_are_near_what_they_are_made_of() -> None:
    titles = ["Die Coronakrise ist nicht vorbei", "Die Coronapolitik und der Streit", "Die Fähre ist auf Grund"]
    matrix = vectors([article(title, number=place, language="de") for place, title in enumerate(titles)])
    rows = [
        dict(zip(part.column.tolist(), part.value.tolist(), strict=True))
        for part in map(matrix.rows, range(3), range(1, 4))
    ]
    near = [sum(value * rows[0].get(column, 0.0) for column, value in row.items()) for row in rows[1:]]
    assert near[0] > 0.05
    assert near[1] == 0


def test_a_name_is_one_in_two_languages() -> None:
    said = [
        article("Brightness Systems buys the ferry of Ulmen", language="en"),
        article("Brightness Systems kauft die Linie", language="de"),
    ]
    one, other = (set(vectors(said).rows(place, place + 1).column.tolist()) for place in (0, 1))
    assert len(one & other) == 3  # both words, and the phrase
