"""Public bodies that manage and use land in the sample: kinds of office, no person."""

from functools import lru_cache
from typing import Final

from land.sample.facts import communes
from land.sample.spec import AgencySpec
from land.sample.tables import rows

LAND_FUND: Final = "ttptqd"
OLD_LAND_FUND: Final = "ttptqd-brvt"
_CITY: Final = "ubnd-tphcm"


@lru_cache
def agencies() -> tuple[AgencySpec, ...]:
    """Every body named in the sample, those that ended in 2025 too; parents come before their children."""
    found = [AgencySpec(row["code"], row["name"], row["name_en"], row["parent"]) for row in rows("agencies")]
    for uid, name in sorted({(commune.unit_uid, commune.unit_name) for commune in communes()}):
        title = f"Ủy ban nhân dân {_lower(name)}"
        found.append(AgencySpec(committee_of(uid), title, f"People's Committee of {name}", _CITY))
    for district, name in sorted({(commune.district_code, commune.district) for commune in communes()}):
        title = f"Ủy ban nhân dân {_lower(name)} (trước 01/7/2025)"
        found.append(AgencySpec(old_committee_of(district), title, f"People's Committee of {name} (until July 2025)"))
    return tuple(found)


def committee_of(unit_uid: str) -> str:
    """Code of the People's Committee of one of the 30 units."""
    return f"ubnd-{unit_uid.partition('@')[0]}"


def old_committee_of(district_code: str) -> str:
    """Code of the People's Committee of a district that ended in 2025."""
    return f"ubnd-huyen-{district_code}"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
