"""The codes of ISO 3166-1 alpha-2, so that a slip (UK for GB) is an error and not a country in no group.

Kosovo's XK is assigned by users of the standard, not by it, and is taken too.
"""

from rules.errors import CountryError

_ISO_3166_1 = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW "
    "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI "
    "FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN "
    "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME "
    "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF "
    "PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK "
    "YE YT ZA ZM ZW"
)

COUNTRY_CODES = frozenset(_ISO_3166_1.split())

_MEANT = {"UK": "GB", "EL": "GR"}


def require_country_code(code: str) -> str:
    """The code as it is; CountryError for anything that is none, with the code that was probably meant."""
    if code in COUNTRY_CODES:
        return code
    meant = _MEANT.get(code.upper()) or (code.upper() if code.upper() in COUNTRY_CODES else None)
    hint = f"; {meant} was probably meant" if meant else ""
    raise CountryError(f"{code!r} is no country code of ISO 3166-1 alpha-2 (two capitals){hint}")
