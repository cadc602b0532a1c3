"""What is live at an address and what stands around it, in one statement."""

from __future__ import annotations

import orjson
from django.db import router

from briefings import prepared
from briefings.models import Publication, Series
from briefings.surroundings import BESIDE, HISTORY, Surroundings

_FIELDS = [field.attname for field in Publication._meta.concrete_fields if field.attname != "text"]
_JSON = [_FIELDS.index(name) for name in ("card", "content")]
_AT = f"""
SELECT {", ".join(f"publication.{name}" for name in _FIELDS)}, to_json(series)::text, ({BESIDE})::text, ({HISTORY})::text
  FROM briefings_publication AS publication LEFT JOIN briefings_series AS series ON series.id = publication.series_id
 WHERE publication.year = %s AND publication.slug = %s"""


def at(year: int, slug: str) -> tuple[Publication, Surroundings] | None:
    """The publication at an address with its series, retracted ones included, and its surroundings.

    Its plain text is not read. None where nothing is live.
    """
    using = router.db_for_read(Publication)
    with prepared.cursor(using) as cursor:
        cursor.execute(_AT, (year, slug))
        row = cursor.fetchone()
    if row is None:
        return None
    *values, series, beside, history = row
    for place in _JSON:  # Django has the driver leave jsonb as text
        values[place] = orjson.loads(values[place])
    publication = Publication.from_db(using, _FIELDS, values)
    publication.series = Series(**orjson.loads(series)) if series else None
    return publication, Surroundings.of(orjson.loads(beside), orjson.loads(history))
