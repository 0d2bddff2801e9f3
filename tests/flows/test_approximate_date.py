"""What people say about when it was, read as days; and never a date refused or lost."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.approximate_date import (
    LONGEST,
    ApproximateDate,
    chronological,
    duration_range,
    parse,
    sort_keys,
    split_entry,
)

TODAY = date(2026, 11, 22)  # a Sunday
Case = tuple[str, str, str, str]

EXACT: list[Case] = [
    ("12-03-2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12/3/24", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12.03.2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12-3-'24", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("2024-03-12", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12 maart 2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12 mrt 2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12 mrt. '24", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12 maart 24", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("op 12 maart 2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("maandag 12 maart 2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("ma 12 maart 2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("12e maart 2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("1ste mei 2023", "2023-05-01", "2023-05-01", "2023-05-01"),
    ("3de mei 2023", "2023-05-03", "2023-05-03", "2023-05-03"),
    ("12-mei-2023", "2023-05-12", "2023-05-12", "2023-05-12"),
    ("12mei2023", "2023-05-12", "2023-05-12", "2023-05-12"),
    ("12 mei 2023 om 14:30 uur", "2023-05-12", "2023-05-12", "2023-05-12"),
    ("'s avonds 12 mei 2023", "2023-05-12", "2023-05-12", "2023-05-12"),
    ("per 1 januari 2024", "2024-01-01", "2024-01-01", "2024-01-01"),
    ("met ingang van 1 juli 2023", "2023-07-01", "2023-07-01", "2023-07-01"),
    ("29-02-2024", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("01/02/03", "2003-02-01", "2003-02-01", "2003-02-01"),
    ("1 mei 98", "1998-05-01", "1998-05-01", "1998-05-01"),
    ("12 MAART 2024", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("  12 maart 2024. ", "2024-03-12", "2024-03-12", "2024-03-12"),
]
MONTHS: list[Case] = [
    ("maart 2023", "2023-03", "2023-03-01", "2023-03-31"),
    ("mrt 2023", "2023-03", "2023-03-01", "2023-03-31"),
    ("mrt. 2021", "2021-03", "2021-03-01", "2021-03-31"),
    ("sept 2022", "2022-09", "2022-09-01", "2022-09-30"),
    ("sep 2022", "2022-09", "2022-09-01", "2022-09-30"),
    ("febr. 2020", "2020-02", "2020-02-01", "2020-02-29"),
    ("aug 2019", "2019-08", "2019-08-01", "2019-08-31"),
    ("in maart 2023", "2023-03", "2023-03-01", "2023-03-31"),
    ("maart '23", "2023-03", "2023-03-01", "2023-03-31"),
    ("mei 23", "2023-05", "2023-05-01", "2023-05-31"),
    ("sinds maart 2023", "2023-03", "2023-03-01", "2023-03-31"),
    ("vanaf september '22", "2022-09", "2022-09-01", "2022-09-30"),
    ("02-2023", "2023-02", "2023-02-01", "2023-02-28"),
    ("2/2023", "2023-02", "2023-02-01", "2023-02-28"),
    ("2023/02", "2023-02", "2023-02-01", "2023-02-28"),
    ("2021-12", "2021-12", "2021-12-01", "2021-12-31"),
    ("2023 maart", "2023-03", "2023-03-01", "2023-03-31"),
    ("maart van 2023", "2023-03", "2023-03-01", "2023-03-31"),
    ("tot maart 2022", "2022-03", "2022-03-01", "2022-03-31"),
]
PARTS: list[Case] = [
    ("begin juni 2022", "[2022-06-01..2022-06-10]", "2022-06-01", "2022-06-10"),
    ("begin van juni 2022", "[2022-06-01..2022-06-10]", "2022-06-01", "2022-06-10"),
    ("half oktober 2021", "[2021-10-11..2021-10-20]", "2021-10-11", "2021-10-20"),
    ("medio oktober 2021", "[2021-10-11..2021-10-20]", "2021-10-11", "2021-10-20"),
    ("midden oktober 2021", "[2021-10-11..2021-10-20]", "2021-10-11", "2021-10-20"),
    ("halverwege oktober 2021", "[2021-10-11..2021-10-20]", "2021-10-11", "2021-10-20"),
    ("eind februari 2024", "[2024-02-21..2024-02-29]", "2024-02-21", "2024-02-29"),
    ("eind februari 2023", "[2023-02-21..2023-02-28]", "2023-02-21", "2023-02-28"),
    ("einde maart 2022", "[2022-03-21..2022-03-31]", "2022-03-21", "2022-03-31"),
    ("aan het eind van maart 2022", "[2022-03-21..2022-03-31]", "2022-03-21", "2022-03-31"),
    ("eerste week van mei 2021", "[2021-05-01..2021-05-07]", "2021-05-01", "2021-05-07"),
    ("tweede week mei 2021", "[2021-05-08..2021-05-14]", "2021-05-08", "2021-05-14"),
    ("laatste week van mei 2021", "[2021-05-25..2021-05-31]", "2021-05-25", "2021-05-31"),
    ("eerste helft van mei 2022", "[2022-05-01..2022-05-15]", "2022-05-01", "2022-05-15"),
    ("in de tweede helft van mei 2022", "[2022-05-16..2022-05-31]", "2022-05-16", "2022-05-31"),
    ("week 12 van 2023", "[2023-03-20..2023-03-26]", "2023-03-20", "2023-03-26"),
    ("begin 2022", "[2022-01..2022-03]", "2022-01-01", "2022-03-31"),
    ("medio 2020", "[2020-05..2020-08]", "2020-05-01", "2020-08-31"),
    ("half 2020", "[2020-05..2020-08]", "2020-05-01", "2020-08-31"),
    ("eind 2021", "[2021-10..2021-12]", "2021-10-01", "2021-12-31"),
    ("aan het eind van 2021", "[2021-10..2021-12]", "2021-10-01", "2021-12-31"),
    ("begin van het jaar 2022", "[2022-01..2022-03]", "2022-01-01", "2022-03-31"),
    ("Q1 2022", "2022-33", "2022-01-01", "2022-03-31"),
    ("eerste kwartaal van 2022", "2022-33", "2022-01-01", "2022-03-31"),
    ("4e kwartaal 2022", "2022-36", "2022-10-01", "2022-12-31"),
    ("eerste helft 2021", "2021-40", "2021-01-01", "2021-06-30"),
    ("tweede helft van 2021", "2021-41", "2021-07-01", "2021-12-31"),
    ("2e helft 2020", "2020-41", "2020-07-01", "2020-12-31"),
]
SEASONS: list[Case] = [
    ("voorjaar 2023", "2023-21", "2023-03-01", "2023-05-31"),
    ("lente 2023", "2023-21", "2023-03-01", "2023-05-31"),
    ("zomer 2022", "2022-22", "2022-06-01", "2022-08-31"),
    ("najaar 2022", "2022-23", "2022-09-01", "2022-11-30"),
    ("herfst '22", "2022-23", "2022-09-01", "2022-11-30"),
    ("in de zomer van 2022", "2022-22", "2022-06-01", "2022-08-31"),
    ("2022 zomer", "2022-22", "2022-06-01", "2022-08-31"),
    ("begin van de zomer van 2022", "2022-06", "2022-06-01", "2022-06-30"),
    ("midden in de zomer van 2019", "2019-07", "2019-07-01", "2019-07-31"),
    ("eind zomer 2022", "2022-08", "2022-08-01", "2022-08-31"),
    ("vroege voorjaar 2020", "2020-03", "2020-03-01", "2020-03-31"),
    ("winter 2023", "2023-24", "2022-12-01", "2024-02-29"),
    ("winter 2022-2023", "[2022-12..2023-02]", "2022-12-01", "2023-02-28"),
    ("winter 2022/2023", "[2022-12..2023-02]", "2022-12-01", "2023-02-28"),
    ("winter 22/23", "[2022-12..2023-02]", "2022-12-01", "2023-02-28"),
    ("de winter van 2022 op 2023", "[2022-12..2023-02]", "2022-12-01", "2023-02-28"),
    ("eind winter 2022/2023", "2023-02", "2023-02-01", "2023-02-28"),
    ("kerst 2022", "[2022-12-25..2022-12-26]", "2022-12-25", "2022-12-26"),
    ("kerstvakantie 2022", "[2022-12-19..2023-01-09]", "2022-12-19", "2023-01-09"),
    ("oud en nieuw 2022", "[2022-12-31..2023-01-01]", "2022-12-31", "2023-01-01"),
    ("pasen 2024", "[2024-03-31..2024-04-01]", "2024-03-31", "2024-04-01"),
    ("pinksteren 2023", "[2023-05-28..2023-05-29]", "2023-05-28", "2023-05-29"),
    ("zomervakantie 2021", "[2021-07-05..2021-09-02]", "2021-07-05", "2021-09-02"),
    ("sinterklaas 2020", "2020-12-05", "2020-12-05", "2020-12-05"),
    ("hemelvaart 2023", "2023-05-18", "2023-05-18", "2023-05-18"),
    ("met carnaval 2023", "[2023-02-19..2023-02-21]", "2023-02-19", "2023-02-21"),
    ("koningsdag 2022", "2022-04-27", "2022-04-27", "2022-04-27"),
    ("koningsdag 2014", "2014-04-26", "2014-04-26", "2014-04-26"),
    ("bevrijdingsdag 2021", "2021-05-05", "2021-05-05", "2021-05-05"),
    ("in de meivakantie van 2023", "[2023-04-20..2023-05-10]", "2023-04-20", "2023-05-10"),
    ("herfstvakantie 2022", "[2022-10-10..2022-11-05]", "2022-10-10", "2022-11-05"),
    ("voorjaarsvakantie 2024", "[2024-02-10..2024-03-07]", "2024-02-10", "2024-03-07"),
]
YEARS: list[Case] = [
    ("2020", "2020", "2020-01-01", "2020-12-31"),
    ("in 2020", "2020", "2020-01-01", "2020-12-31"),
    ("ergens in 2019", "2019", "2019-01-01", "2019-12-31"),
    ("in het jaar 2019", "2019", "2019-01-01", "2019-12-31"),
    ("in de loop van 2021", "2021", "2021-01-01", "2021-12-31"),
    ("sinds 2018", "2018", "2018-01-01", "2018-12-31"),
    ("'98", "1998", "1998-01-01", "1998-12-31"),
    ("'21", "2021", "2021-01-01", "2021-12-31"),
    ("jaren 90", "199X", "1990-01-01", "1999-12-31"),
    ("de jaren '80", "198X", "1980-01-01", "1989-12-31"),
    ("jaren negentig", "199X", "1990-01-01", "1999-12-31"),
    ("begin jaren negentig", "[1990-01..1993-12]", "1990-01-01", "1993-12-31"),
    ("eind jaren 80", "[1987-01..1989-12]", "1987-01-01", "1989-12-31"),
    ("1900", "1900", "1900-01-01", "1900-12-31"),
    ("2099", "2099", "2099-01-01", "2099-12-31"),
]
ROUGH: list[Case] = [
    ("rond maart 2023", "2023-03~", "2023-02-14", "2023-04-15"),
    ("ongeveer maart 2023", "2023-03~", "2023-02-14", "2023-04-15"),
    ("circa 2020", "2020~", "2019-07-02", "2021-07-02"),
    ("ca. 2020", "2020~", "2019-07-02", "2021-07-02"),
    ("omstreeks mei 2021", "2021-05~", "2021-04-16", "2021-06-15"),
    ("rond 12 maart 2024", "2024-03-12~", "2024-03-05", "2024-03-19"),
    ("rond de zomer van 2022", "2022-22~", "2022-05-02", "2022-09-30"),
    ("maart 2023 ongeveer", "2023-03~", "2023-02-14", "2023-04-15"),
    ("waarschijnlijk maart 2023", "2023-03?", "2023-03-01", "2023-03-31"),
    ("maart 2023?", "2023-03?", "2023-03-01", "2023-03-31"),
    ("circa mei 2020, denk ik", "2020-05%", "2020-04-16", "2020-06-15"),
    ("misschien 2019", "2019?", "2019-01-01", "2019-12-31"),
    ("volgens mij zomer 2021", "2021-22?", "2021-06-01", "2021-08-31"),
    ("rond kerst 2022", "[2022-12-25~..2022-12-26~]", "2022-12-18", "2023-01-02"),
]
RANGES: list[Case] = [
    ("tussen maart en mei 2022", "[2022-03..2022-05]", "2022-03-01", "2022-05-31"),
    ("tussen 3 en 10 mei 2022", "[2022-05-03..2022-05-10]", "2022-05-03", "2022-05-10"),
    ("tussen 2019 en 2021", "[2019-01..2021-12]", "2019-01-01", "2021-12-31"),
    ("tussen eind 2019 en begin 2021", "[2019-10..2021-03]", "2019-10-01", "2021-03-31"),
    ("tussen november en februari 2022", "[2021-11..2022-02]", "2021-11-01", "2022-02-28"),
    ("tussen kerst en oud en nieuw 2022", "[2022-12-25..2023-01-01]", "2022-12-25", "2023-01-01"),
    ("tussen 1 maart 2022 en 3 april 2022", "[2022-03-01..2022-04-03]", "2022-03-01", "2022-04-03"),
    ("van maart tot mei 2022", "2022-03/2022-05", "2022-03-01", "2022-05-31"),
    ("maart t/m mei 2022", "2022-03/2022-05", "2022-03-01", "2022-05-31"),
    ("maart tot en met mei 2022", "2022-03/2022-05", "2022-03-01", "2022-05-31"),
    ("3-5 mei 2022", "2022-05-03/2022-05-05", "2022-05-03", "2022-05-05"),
    ("12-03-2024 - 14-03-2024", "2024-03-12/2024-03-14", "2024-03-12", "2024-03-14"),
    ("12 tot 14 maart 2024", "2024-03-12/2024-03-14", "2024-03-12", "2024-03-14"),
    ("2019-2021", "2019/2021", "2019-01-01", "2021-12-31"),
    ("2021-22", "[2021-01..2022-12]", "2021-01-01", "2022-12-31"),
    ("begin 2022 tot eind 2023", "2022-01-01/2023-12-31", "2022-01-01", "2023-12-31"),
    ("maart - mei 2022", "2022-03/2022-05", "2022-03-01", "2022-05-31"),
    ("maart of april 2023", "[2023-03..2023-04]", "2023-03-01", "2023-04-30"),
    ("maart/april 2023", "[2023-03..2023-04]", "2023-03-01", "2023-04-30"),
    ("2019 of 2020", "[2019-01..2020-12]", "2019-01-01", "2020-12-31"),
    ("eind 2021 begin 2022", "[2021-10..2022-03]", "2021-10-01", "2022-03-31"),
    ("eind 2021/begin 2022", "[2021-10..2022-03]", "2021-10-01", "2022-03-31"),
    ("begin tot half maart 2022", "2022-03-01/2022-03-20", "2022-03-01", "2022-03-20"),
    ("na de zomer van 2022", "2022-09-01/..", "2022-09-01", ""),
    ("na 2020", "2021-01-01/..", "2021-01-01", ""),
    ("voor 2020", "../2019-12-31", "", "2019-12-31"),
    ("voor mei 2021", "../2021-04-30", "", "2021-04-30"),
    ("kort na pasen 2021", "[2021-04-06..2021-05-06]", "2021-04-06", "2021-05-06"),
    ("net voor kerst 2021", "[2021-11-24..2021-12-24]", "2021-11-24", "2021-12-24"),
    ("vlak voor de zomer van 2022", "2022-05", "2022-05-01", "2022-05-31"),
]
SEEN_FROM_TODAY: list[Case] = [
    ("vandaag", "2026-11-22", "2026-11-22", "2026-11-22"),
    ("vanochtend", "2026-11-22", "2026-11-22", "2026-11-22"),
    ("gisteren", "2026-11-21", "2026-11-21", "2026-11-21"),
    ("eergisteren", "2026-11-20", "2026-11-20", "2026-11-20"),
    ("deze week", "[2026-11-16..2026-11-22]", "2026-11-16", "2026-11-22"),
    ("vorige week", "[2026-11-09..2026-11-15]", "2026-11-09", "2026-11-15"),
    ("afgelopen week", "[2026-11-09..2026-11-15]", "2026-11-09", "2026-11-15"),
    ("vorige week dinsdag", "2026-11-10", "2026-11-10", "2026-11-10"),
    ("dinsdag vorige week", "2026-11-10", "2026-11-10", "2026-11-10"),
    ("afgelopen dinsdag", "2026-11-17", "2026-11-17", "2026-11-17"),
    ("deze maand", "2026-11", "2026-11-01", "2026-11-30"),
    ("vorige maand", "2026-10", "2026-10-01", "2026-10-31"),
    ("afgelopen maand", "2026-10", "2026-10-01", "2026-10-31"),
    ("begin vorige maand", "[2026-10-01..2026-10-10]", "2026-10-01", "2026-10-10"),
    ("dit jaar", "2026", "2026-01-01", "2026-12-31"),
    ("vorig jaar", "2025", "2025-01-01", "2025-12-31"),
    ("afgelopen jaar", "2025", "2025-01-01", "2025-12-31"),
    ("eind vorig jaar", "[2025-10..2025-12]", "2025-10-01", "2025-12-31"),
    ("begin dit jaar", "[2026-01..2026-03]", "2026-01-01", "2026-03-31"),
    ("maart vorig jaar", "2025-03", "2025-03-01", "2025-03-31"),
    ("vorig jaar maart", "2025-03", "2025-03-01", "2025-03-31"),
    ("zomer vorig jaar", "2025-22", "2025-06-01", "2025-08-31"),
    ("vorig jaar zomer", "2025-22", "2025-06-01", "2025-08-31"),
    ("afgelopen zomer", "2026-22", "2026-06-01", "2026-08-31"),
    ("afgelopen maart", "2026-03", "2026-03-01", "2026-03-31"),
    ("afgelopen december", "2025-12", "2025-12-01", "2025-12-31"),
    ("3 dagen geleden", "2026-11-19", "2026-11-19", "2026-11-19"),
    ("ongeveer drie dagen geleden", "2026-11-19~", "2026-11-17", "2026-11-21"),
    ("een week geleden", "2026-11-15~", "2026-11-12", "2026-11-18"),
    ("twee weken geleden", "2026-11-08~", "2026-11-05", "2026-11-11"),
    ("een maand geleden", "2026-10~", "2026-10-07", "2026-11-06"),
    ("drie maanden terug", "2026-08~", "2026-08-07", "2026-09-06"),
    ("een half jaar geleden", "2026-05~", "2026-02-20", "2026-08-21"),
    ("een jaar geleden", "2025-11~", "2025-08-23", "2026-02-21"),
    ("anderhalf jaar geleden", "2025-05~", "2025-02-20", "2025-08-21"),
    ("twee jaar geleden", "2024-11~", "2024-08-23", "2025-02-21"),
    ("ongeveer twee jaar geleden", "2024-11~", "2024-05-23", "2025-05-24"),
    ("ruim een jaar geleden", "2025-11~", "2025-05-23", "2026-05-24"),
    ("een jaar of twee geleden", "2024-11~", "2024-05-23", "2025-05-24"),
    ("3,5 jaar geleden", "2023-05~", "2023-02-20", "2023-08-21"),
    ("een paar weken geleden", "[2026-10-22..2026-11-11]", "2026-10-22", "2026-11-11"),
    ("enkele maanden geleden", "[2026-06-07..2026-10-07]", "2026-06-07", "2026-10-07"),
    ("2 à 3 weken geleden", "[2026-10-29..2026-11-11]", "2026-10-29", "2026-11-11"),
    ("twee tot drie maanden geleden", "[2026-08-07..2026-10-07]", "2026-08-07", "2026-10-07"),
]
AFTER_A_DAY: list[Case] = [
    ("drie weken later", "2024-04-02~", "2024-03-30", "2024-04-05"),
    ("3 weken later", "2024-04-02~", "2024-03-30", "2024-04-05"),
    ("een week daarna", "2024-03-19~", "2024-03-16", "2024-03-22"),
    ("twee dagen later", "2024-03-14", "2024-03-14", "2024-03-14"),
    ("de volgende dag", "2024-03-13", "2024-03-13", "2024-03-13"),
    ("de dag erna", "2024-03-13", "2024-03-13", "2024-03-13"),
    ("dezelfde dag", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("diezelfde dag", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("een maand later", "2024-04~", "2024-03-28", "2024-04-27"),
    ("een half jaar later", "2024-09~", "2024-06-13", "2024-12-12"),
    ("een jaar later", "2025-03~", "2024-12-11", "2025-06-11"),
    ("na drie weken", "2024-04-02~", "2024-03-30", "2024-04-05"),
    ("na een half jaar", "2024-09~", "2024-06-13", "2024-12-12"),
    ("een paar weken later", "[2024-03-23..2024-04-12]", "2024-03-23", "2024-04-12"),
    ("een dikke maand later", "2024-04~", "2024-03-13", "2024-05-12"),
    ("drie weken eerder", "2024-02-20~", "2024-02-17", "2024-02-23"),
    ("een week daarvoor", "2024-03-05~", "2024-03-02", "2024-03-08"),
    ("binnen twee weken", "[2024-03-12..2024-03-26]", "2024-03-12", "2024-03-26"),
    ("kort daarna", "[2024-03-12..2024-04-11]", "2024-03-12", "2024-04-11"),
    ("meteen daarna", "[2024-03-12..2024-03-19]", "2024-03-12", "2024-03-19"),
    ("de week erna", "2024-03-19~", "2024-03-16", "2024-03-22"),
    ("de maand daarna", "2024-04", "2024-04-01", "2024-04-30"),
    ("het jaar daarna", "2025", "2025-01-01", "2025-12-31"),
    ("het jaar erop", "2025", "2025-01-01", "2025-12-31"),
    ("diezelfde maand", "2024-03", "2024-03-01", "2024-03-31"),
    ("eind dat jaar", "[2024-10..2024-12]", "2024-10-01", "2024-12-31"),
    ("begin volgend jaar", "[2025-01..2025-03]", "2025-01-01", "2025-03-31"),
    ("de zomer daarna", "2024-22", "2024-06-01", "2024-08-31"),
    ("het najaar erop", "2024-23", "2024-09-01", "2024-11-30"),
    ("de winter daarna", "[2024-12..2025-02]", "2024-12-01", "2025-02-28"),
    ("volgende zomer", "2024-22", "2024-06-01", "2024-08-31"),
    ("half oktober", "[2024-10-11?..2024-10-20?]", "2024-10-11", "2024-10-20"),
    ("12 april", "2024-04-12?", "2024-04-12", "2024-04-12"),
    ("mei", "2024-05?", "2024-05-01", "2024-05-31"),
    ("januari", "2025-01?", "2025-01-01", "2025-01-31"),
    ("zomer", "2024-22?", "2024-06-01", "2024-08-31"),
    ("winter", "[2024-12?..2025-02?]", "2024-12-01", "2025-02-28"),
    ("kerst", "[2024-12-25?..2024-12-26?]", "2024-12-25", "2024-12-26"),
    ("29 februari", "2024-02-29?", "2024-02-29", "2024-02-29"),
    ("maart tot mei", "2024-03?/2024-05?", "2024-03-01", "2024-05-31"),
    ("na de zomer", "2024-09-01/..", "2024-09-01", ""),
]
AFTER_A_MONTH: list[Case] = [
    ("drie weken later", "[2023-03-19..2023-04-24]", "2023-03-19", "2023-04-24"),
    ("twee maanden later", "[2023-04-16..2023-06-15]", "2023-04-16", "2023-06-15"),
    ("een jaar later", "[2023-12..2024-06]", "2023-12-01", "2024-06-30"),
    ("dezelfde dag", "2023-03", "2023-03-01", "2023-03-31"),
    ("kort daarna", "[2023-03..2023-04]", "2023-03-01", "2023-04-30"),
    ("mei", "2023-05?", "2023-05-01", "2023-05-31"),
    ("januari", "2024-01?", "2024-01-01", "2024-01-31"),
    ("eind dat jaar", "[2023-10..2023-12]", "2023-10-01", "2023-12-31"),
    ("de zomer erna", "2023-22", "2023-06-01", "2023-08-31"),
]
WITHOUT_A_YEAR: list[Case] = [
    ("maart", "2026-03?", "2026-03-01", "2026-03-31"),
    ("december", "2025-12?", "2025-12-01", "2025-12-31"),
    ("november", "2026-11?", "2026-11-01", "2026-11-30"),
    ("12 april", "2026-04-12?", "2026-04-12", "2026-04-12"),
    ("24 december", "2025-12-24?", "2025-12-24", "2025-12-24"),
    ("zomer", "2026-22?", "2026-06-01", "2026-08-31"),
    ("winter", "[2025-12?..2026-02?]", "2025-12-01", "2026-02-28"),
    ("half oktober", "[2026-10-11?..2026-10-20?]", "2026-10-11", "2026-10-20"),
    ("kerst", "[2025-12-25?..2025-12-26?]", "2025-12-25", "2025-12-26"),
    ("dinsdag", "2026-11-17?", "2026-11-17", "2026-11-17"),
    ("zondag", "2026-11-15?", "2026-11-15", "2026-11-15"),
    ("29 februari", "2024-02-29?", "2024-02-29", "2024-02-29"),
    ("eerste week mei", "[2026-05-01?..2026-05-07?]", "2026-05-01", "2026-05-07"),
]
NOT_READ = [
    "", " ", "onbekend", "vroeger", "al jaren", "30 februari 2024", "29-02-2023", "31-04-2024", "13-13-2024",
    "00-00-0000", "31 november", "0000", "1234", "1899", "2200", "12", "5", "mei mei", "2023 2024", "begin", "half",
    "drie weken later", "dezelfde dag", "kort daarna", "999 jaar geleden", "99999 jaar geleden", "over twee weken",
    "tussen 30 februari en 3 maart 2024", "mei 2022 tot maart 2022", "winter 2022-2025", "week 60 van 2023",
    "q5 2022", "het was in maart", "9" * 300, "maart 2023 " * 30, "\x00", "²²-²²-²²²²",
]  # fmt: skip


def days(when: ApproximateDate) -> tuple[str, str]:
    return str(when.earliest or ""), str(when.latest or "")


@pytest.mark.parametrize(
    "case", [*EXACT, *MONTHS, *PARTS, *SEASONS, *YEARS, *ROUGH, *RANGES, *SEEN_FROM_TODAY, *WITHOUT_A_YEAR]
)
def test_what_is_said_is_read(case: Case) -> None:
    said, edtf, earliest, latest = case
    when = parse(said, today=TODAY)
    assert (when.edtf, *days(when)) == (edtf, earliest, latest)
    assert when.said == said.strip()


@pytest.mark.parametrize("case", AFTER_A_DAY)
def test_what_is_said_after_a_day_is_read_from_that_day(case: Case) -> None:
    said, edtf, earliest, latest = case
    when = parse(said, today=TODAY, anchor=parse("12 maart 2024", today=TODAY))
    assert (when.edtf, *days(when)) == (edtf, earliest, latest)


@pytest.mark.parametrize("case", AFTER_A_MONTH)
def test_what_is_said_after_a_month_is_as_wide_as_that_month(case: Case) -> None:
    said, edtf, earliest, latest = case
    when = parse(said, today=TODAY, anchor=parse("maart 2023", today=TODAY))
    assert (when.edtf, *days(when)) == (edtf, earliest, latest)


@pytest.mark.parametrize("said", NOT_READ)
def test_what_cannot_be_read_is_kept_as_said(said: str) -> None:
    assert parse(said, today=TODAY) == ApproximateDate(said.strip())
    assert not parse(said, today=TODAY).readable


@pytest.mark.parametrize("anchor", ["vroeger", "na 2020"])
def test_an_anchor_that_cannot_be_counted_from_leaves_a_relation_unread(anchor: str) -> None:
    told = parse(anchor, today=TODAY)
    assert not parse("drie weken later", today=TODAY, anchor=told).readable
    assert parse("maart 2023", today=TODAY, anchor=told).edtf == "2023-03"


@pytest.mark.parametrize(("today", "said", "edtf"), [
    (date(2026, 2, 1), "12-3-27", "2027-03-12"),
    (date(2026, 2, 1), "12-3-28", "1928-03-12"),
    (date(2099, 12, 31), "'99", "2099"),
    (date(2024, 2, 29), "een jaar geleden", "2023-02~"),
    (date(2024, 2, 29), "29 februari", "2024-02-29?"),
    (date(2024, 1, 1), "gisteren", "2023-12-31"),
    (date(2024, 1, 1), "vorige maand", "2023-12"),
    (date(2024, 3, 31), "een maand geleden", "2024-02~"),
    (date(2024, 12, 5), "winter", "[2024-12?..2025-02?]"),
])  # fmt: skip
def test_today_decides_what_is_meant(today: date, said: str, edtf: str) -> None:
    assert parse(said, today=today).edtf == edtf


# --- an entry with a date in it --------------------------------------------------------------------


@pytest.mark.parametrize(("entry", "when", "event"), [
    ("voorjaar 2023 aangemeld bij wijkteam", "voorjaar 2023", "aangemeld bij wijkteam"),
    ("aangemeld bij wijkteam in voorjaar 2023", "in voorjaar 2023", "aangemeld bij wijkteam"),
    ("aangemeld bij wijkteam voorjaar 2023", "voorjaar 2023", "aangemeld bij wijkteam"),
    ("Drie weken later: gesprek met de huisarts", "Drie weken later", "gesprek met de huisarts"),
    ("12-03-2024 - intake", "12-03-2024", "intake"),
    ("12-03-2024", "12-03-2024", ""),
    ("In maart 2023 de huisarts gebeld", "In maart 2023", "de huisarts gebeld"),
    ("maart 2023, de huisarts gebeld", "maart 2023", "de huisarts gebeld"),
    ("tussen maart en mei 2022 wachtlijst", "tussen maart en mei 2022", "wachtlijst"),
    ("mei 2022 – juli 2022: begeleiding", "mei 2022 – juli 2022", "begeleiding"),
    ("eind 2021 begin 2022 geen hulp", "eind 2021 begin 2022", "geen hulp"),
    ("Rond kerst 2022 ging het mis", "Rond kerst 2022", "ging het mis"),
    ("ongeveer twee jaar geleden, toen ik ziek werd", "ongeveer twee jaar geleden", "toen ik ziek werd"),
    ("een paar weken later wijkteam gebeld", "een paar weken later", "wijkteam gebeld"),
    ("na 3 weken bericht", "na 3 weken", "bericht"),
    ("In 2020 3 keer gebeld", "In 2020", "3 keer gebeld"),
    ("dinsdag 3 mei 2022 huisbezoek", "dinsdag 3 mei 2022", "huisbezoek"),
    ("gisteren gebeld", "gisteren", "gebeld"),
    ("gebeld gisteren", "gisteren", "gebeld"),
    ("brief gekregen op 12 maart 2024", "op 12 maart 2024", "brief gekregen"),
    ("gesprek drie weken later", "drie weken later", "gesprek"),
    ("gesprek in mei", "in mei", "gesprek"),
    ("sinds 2018 bij de schuldhulp", "sinds 2018", "bij de schuldhulp"),
    ("bij de schuldhulp sinds 2018", "sinds 2018", "bij de schuldhulp"),
    ("30 februari 2024 aangemeld", "30 februari 2024", "aangemeld"),
    ("gesprek met Mei", "", "gesprek met Mei"),
    ("verhuisd naar postbus 2020", "", "verhuisd naar postbus 2020"),
    ("1234 euro schuld", "", "1234 euro schuld"),
    ("2 kinderen uit huis geplaatst", "", "2 kinderen uit huis geplaatst"),
    ("begin gemaakt met plan", "", "begin gemaakt met plan"),
    ("na aanmelding wachten", "", "na aanmelding wachten"),
    ("wachtlijst, 3 maanden", "", "wachtlijst, 3 maanden"),
    ("bij de huisarts geweest", "", "bij de huisarts geweest"),
    ("  bij de huisarts  ", "", "bij de huisarts"),
    ("", "", ""),
    ("   ", "", ""),
])  # fmt: skip
def test_date_words_are_parted_from_what_happened(entry: str, when: str, event: str) -> None:
    assert split_entry(entry, TODAY, None) == (when, event)


@given(
    st.sampled_from([*EXACT, *MONTHS, *PARTS, *SEASONS, *RANGES, *SEEN_FROM_TODAY]),
    st.sampled_from(["naar de huisarts", "aangemeld"]),
)
def test_every_readable_date_in_front_is_parted_whole(case: Case, event: str) -> None:
    when, rest = split_entry(f"{case[0].strip()} {event}", TODAY)
    assert rest == event
    assert parse(when, today=TODAY).edtf == case[1]


# --- how long between, and in which order ----------------------------------------------------------


@pytest.mark.parametrize(("first", "second", "expected"), [
    ("12-03-2024", "22-03-2024", (10, 10)),
    ("12-03-2024", "12-03-2024", (0, 0)),
    ("maart 2024", "april 2024", (1, 60)),
    ("maart 2024", "maart 2024", (0, 30)),
    ("12-03-2024", "maart 2024", (0, 19)),
    ("22-03-2024", "12-03-2024", (-10, -10)),
    ("2020", "2022", (366, 1095)),
    ("onbekend", "2022", None),
    ("2022", "na 2023", None),
    ("voor 2020", "2022", None),
])  # fmt: skip
def test_the_days_between_two_dates_are_a_range(
    first: str, second: str, expected: tuple[int, int] | None
) -> None:
    assert duration_range(parse(first, today=TODAY), parse(second, today=TODAY)) == expected


def test_dates_stand_in_order_and_the_unreadable_stay_behind_the_one_before() -> None:
    told = [
        "vroeger",
        "mei 2023",
        "toen ik ziek was",
        "2020",
        "maart 2023",
        "12-05-2023",
        "geen idee",
        "voor 2019",
    ]
    dates = [parse(said, today=TODAY) for said in told]
    assert [told[place] for place in chronological(dates)] == [
        "vroeger", "voor 2019", "2020", "maart 2023", "mei 2023", "toen ik ziek was", "12-05-2023", "geen idee",
    ]  # fmt: skip
    assert len(sort_keys(dates)) == len(dates)


# --- laws ------------------------------------------------------------------------------------------

_SAID = (*MONTHS, *PARTS, *SEASONS, *RANGES, *SEEN_FROM_TODAY, *AFTER_A_DAY)
WORDS = sorted({word for case in _SAID for word in case[0].split()})
phrases = st.lists(st.sampled_from(WORDS) | st.integers(0, 3000).map(str), max_size=9).map(" ".join)
some_day = st.dates(date(1900, 1, 1), date(2099, 12, 31))
any_text = st.text(max_size=LONGEST + 20) | phrases


@st.composite
def dates_told(draw: st.DrawFn) -> ApproximateDate:
    return parse(draw(any_text), today=draw(some_day))


@given(any_text, st.dates(), st.none() | dates_told())
def test_a_date_is_never_refused_and_never_ends_before_it_begins(
    text: str, today: date, anchor: ApproximateDate | None
) -> None:
    when = parse(text, today=today, anchor=anchor)
    assert when.said == text.strip()
    assert when.readable == (when.edtf is not None)
    if not when.readable:
        assert when.earliest is when.latest is None
    if when.earliest is not None and when.latest is not None:
        assert when.earliest <= when.latest
    assert not when.readable or when.earliest is not None or when.latest is not None


EDTF_DATE = r"\d{4}(-\d{2}(-\d{2})?)?[~?%]?"
EDTF = re.compile(
    rf"\d{{3}}X[~?%]?|{EDTF_DATE}|\[{EDTF_DATE}\.\.{EDTF_DATE}\]|({EDTF_DATE}|\.\.)/({EDTF_DATE}|\.\.)"
)


@given(phrases, some_day, st.none() | dates_told())
def test_what_is_read_is_well_formed_edtf(text: str, today: date, anchor: ApproximateDate | None) -> None:
    when = parse(text, today=today, anchor=anchor)
    assert when.edtf is None or EDTF.fullmatch(when.edtf)


MONTH_NAMES = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


@given(some_day)
def test_a_day_written_in_any_form_is_that_day(day: date) -> None:
    forms = (
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}",
        f"{day}",
        f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}",
    )
    for form in forms:
        when = parse(form, today=TODAY)
        assert (when.earliest, when.latest, when.edtf) == (day, day, f"{day}")


@given(some_day, st.integers(0, 300))
def test_days_ago_and_days_later_are_exact(today: date, count: int) -> None:
    ago = parse(f"{count} dagen geleden", today=today)
    assert ago.earliest == ago.latest == today - timedelta(days=count)
    back = parse(f"{count} dagen later", today=today, anchor=ago)
    assert back.earliest == back.latest == today


@given(any_text, st.dates(), st.none() | dates_told())
def test_parting_an_entry_never_breaks_and_loses_no_word(
    text: str, today: date, anchor: ApproximateDate | None
) -> None:
    when, event = split_entry(text, today, anchor)
    kept = re.findall(r"\w+", f"{when} {event}")
    assert sorted(kept) == sorted(re.findall(r"\w+", text))
    assert when in text
    assert event in text


@given(dates_told(), dates_told())
def test_a_duration_never_ends_before_it_begins(first: ApproximateDate, second: ApproximateDate) -> None:
    found = duration_range(first, second)
    assert found is None or found[0] <= found[1]


@given(st.lists(dates_told(), max_size=6))
def test_ordering_keeps_every_date_and_is_stable(dates: list[ApproximateDate]) -> None:
    order = chronological(dates)
    assert sorted(order) == list(range(len(dates)))
    again = chronological([dates[place] for place in order if dates[place].readable])
    assert again == tuple(range(len(again)))
