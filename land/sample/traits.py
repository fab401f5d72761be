"""What the land of each commune of 2024 is broadly like, so that salt pans lie where salt is made."""

from typing import Final

# Codes of 2024. Coast, hills, industry and salt follow general geography; nothing here is a survey.
COAST: Final = frozenset(
    ["26506", "26508", "26509", "26518", "26527", "26535", "26536", "26539", "26542", "26545", "26662", "26674", "26677", "26689", "26692", "26701", "26623", "26632", "26653", "26656", "755"]
)
HILLS: Final = frozenset(
    ["26506", "26509", "26518", "26521", "26563", "26566", "26567", "26707", "26710", "26704", "26716", "26728", "26731", "26722", "26725", "26662", "26677", "26665", "26689", "26692", "26635", "26638", "26647", "26656", "26653", "26632", "26626", "26650", "26641", "26644", "26599", "26614", "26545", "755"]
)
INDUSTRY: Final = frozenset(["26704", "26719", "26716", "26713", "26725", "26728", "26542", "26536", "26566", "26680", "26581", "26617", "26578", "26575"])
SALT: Final = frozenset(["26545", "26665", "26542", "26701", "26686", "26668", "26674"])
PONDS: Final = frozenset(["26545", "26542", "26539", "26710", "26707", "26713", "26563", "26566", "26701", "26674", "26535", "26623"])
LAKES: Final = frozenset(
    ["26728", "26725", "26722", "26581", "26587", "26611", "26605", "26614", "26695", "26680", "26683", "26599", "26608", "26641", "26644", "26650", "26647", "26638", "26635", "26626", "26572", "26569", "26596", "26574", "755", "26653"]
)
RUBBER: Final = frozenset(
    ["26574", "26575", "26578", "26581", "26584", "26587", "26590", "26593", "26596", "26599", "26602", "26605", "26608", "26611", "26614", "26617", "26635", "26638", "26641", "26644", "26647", "26650", "26722", "26725", "26731"]
)
# Longitude and latitude of the town, where it does not lie in the middle of the land.
MIDDLES: Final = {"755": (106.606, 8.688)}


def traits_of(code: str) -> frozenset[str]:
    """Names of the traits of a commune."""
    named = {"coast": COAST, "hills": HILLS, "industry": INDUSTRY, "salt": SALT, "ponds": PONDS, "lakes": LAKES}
    named["rubber"] = RUBBER
    return frozenset(name for name, codes in named.items() if code in codes)
