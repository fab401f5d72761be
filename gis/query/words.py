"""The `q` parameter: every word, folded, somewhere in the row's search text."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Expression, F, TextField, Value
from django.utils.translation import gettext as _

from gis.layers import Audience, Layer
from gis.query.errors import QueryError
from gis.query.sql import Sql, condition, every
from gis.text.fold import fold

MAX_WORDS = 12
# As fold() does, spelt out: the public role's search path does not hold the function of the database.
_FOLD = (
    "regexp_replace(lower(translate(regexp_replace(normalize({0}, NFKD), '[\u0300-\u036f]+', '', 'g'), 'đĐ', 'dd') "
    "COLLATE \"C\"), '[^a-z0-9]+', ' ', 'g')"
)


def words_condition(layer: Layer, user: Any, text: str, columns: frozenset[str]) -> Expression | None:
    """Rows that hold every word; None where no letter or digit is asked for.

    Args:
        layer: searched layer.
        user: the reader.
        text: as typed.
        columns: fields of the rows; versions have no search column and are searched in their public texts.

    Raises:
        QueryError: the layer cannot be searched, or too many words.
    """
    if not layer.search:
        raise QueryError(_("Lớp này không tìm theo chữ được."), parameter="q")
    words = fold(text).split()
    if len(words) > MAX_WORDS:
        raise QueryError(_("Chỉ tìm tối đa %(limit)d từ.") % {"limit": MAX_WORDS}, parameter="q")
    if not words:
        return None
    if layer.search_words in columns:
        return all_words([[word] for word in words], column=layer.search_words, unfinished=True)
    searched = F(layer.search) if layer.search in columns else _public_texts(layer, user)
    return every([condition("({0} LIKE {1})", searched, _anywhere(word)) for word in words])


def all_words(groups: Iterable[Iterable[str]], *, column: str = "search_words", unfinished: bool = False) -> Expression:
    """Rows that hold a word of every group, by the index of words.

    Args:
        groups: folded words; those of one group stand for each other.
        column: tsvector of the configuration "simple".
        unfinished: the last word may go on.
    """
    parts = ["(" + " | ".join(group) + ")" for group in groups]
    text = " & ".join(parts)
    if unfinished:
        text = text[:-1] + ":*)"
    wanted = Value(text, output_field=TextField())
    return condition("({0} @@ to_tsquery('simple', {1}))", F(column), wanted)


def _anywhere(word: str) -> Value:
    return Value(f"%{word}%", output_field=TextField())


def _public_texts(layer: Layer, user: Any) -> Sql:
    texts = [
        layer.value(user, field)
        for field in layer.fields
        if field.kind == "string" and field.audience == Audience.PUBLIC and field.codes is None
    ]
    joined = ", ".join(f"{{{index}}}" for index in range(len(texts)))
    together = Sql(f"concat_ws(' ', {joined})", *texts, output_field=TextField())
    return Sql(_FOLD, together, output_field=TextField())
