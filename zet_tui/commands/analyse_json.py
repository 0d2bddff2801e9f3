"""The analysis as JSON, with Dutch keys that stay as they are; texts of residents are not in it."""

from collections.abc import Sequence
from typing import Any

from flows.analysis import Analysis
from flows.analysis_levels import Level, Tally
from flows.analysis_rounds import Comparison
from flows.deadline_counts import DeadlineCount
from flows.instrument import Source
from flows.scores import Mean
from storage.export.analysis_reader import AnalysisFile
from zet_tui.commands.file_names import names_of

ALL = "alle"


def analysis_json(analysis: Analysis) -> dict[str, Any]:
    """Everything that was found; averages unrounded, null without scores."""
    return {
        "instrument": {"titel": analysis.instrument.title, "versie": analysis.instrument.version},
        "casussen": analysis.cases,
        "bronnen": [source.value for source in analysis.columns if source],
        "veiligheid": [
            {
                "casus": one.case,
                "rij": one.row,
                "antwoorden": {source.value: value for source, value in one.answers},
                "tegenstrijdig": one.clear,
            }
            for one in analysis.safety
        ],
        "niveaus": [
            {
                **_level(level),
                "cijfers": {
                    _name(source): _tally(tally)
                    for source, tally in zip(analysis.columns, level.tallies, strict=True)
                },
            }
            for level in analysis.levels
        ],
        "verschillen_bronnen": [
            {
                **_level(one.level),
                "verschil": float(one.gap),
                "groot": one.large,
                "hoogst": {"bron": one.high.value, **_mean(one.high_mean)},
                "laagst": {"bron": one.low.value, **_mean(one.low_mean)},
            }
            for one in analysis.source_differences
        ],
        "verschillen_casussen": [
            {
                **_level(one.level),
                "verschil": float(one.gap),
                "groot": one.large,
                "hoogst": {"casus": one.extremes.highest, **_mean(one.extremes.high)},
                "laagst": {"casus": one.extremes.lowest, **_mean(one.extremes.low)},
                "rood": one.extremes.red,
                "casussen": one.extremes.cases,
            }
            for one in analysis.case_differences
        ],
        "sterk": [{**_level(level), **_mean(level.all.mean)} for level in analysis.strengths],
        "knelpunten": [{**_level(level), **_mean(level.all.mean)} for level in analysis.bottlenecks],
        "opvallend": [
            {
                "wat": one.surprise.value,
                **(_level(one.level) if one.level else {}),
                "bron": one.source.value if one.source else None,
                "casus": one.case,
                "aantal": one.number,
                "van": one.of,
            }
            for one in analysis.unexpected
        ],
    }


def files_json(files: Sequence[AnalysisFile]) -> list[dict[str, Any]]:
    """The files that were read, and per file what was left out with its place."""
    return [
        {
            "bestand": name,
            "gemeente": file.results.municipality,
            "evaluatie": file.results.evaluation_title,
            "casussen": len(file.results.cases),
            "niet_meegeteld": [
                {"waarom": one.why.value, "tabblad": one.tab, "cel": one.cell, "over": one.detail}
                for one in file.left_out
            ],
        }
        for file, name in zip(files, names_of([file.path for file in files]), strict=True)
    ]


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Both averages of every level with their n, and what may be said of the difference."""
    return {
        "andere_versie": found.other_version,
        "andere_begrippen": list(found.terms),
        "verschillen": [
            {
                **_level(one.level),
                "bron": _name(one.source),
                "eerder": _mean(one.before),
                "nu": _mean(one.now),
                "verschil": one.difference,
                "oordeel": one.change.value,
            }
            for one in found.deltas
        ],
    }


def _name(source: Source | None) -> str:
    return ALL if source is None else source.value


def _level(level: Level) -> dict[str, Any]:
    return {"niveau": level.kind.value, "sleutel": level.key, "titel": level.title}


def _mean(mean: Mean) -> dict[str, Any]:
    return {"gemiddelde": mean.value, "n": mean.n, "onder_2_5": mean.red}


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        **_mean(tally.mean),
        "groen": tally.groen,
        "mint": tally.mint,
        "oranje": tally.oranje,
        "rood": tally.rood,
        "nvt": tally.not_applicable,
        "nvt_route": tally.off_route,
        "geen_antwoord": tally.no_answer,
        "open": tally.open,
    }


def deadlines_json(counts: Sequence[DeadlineCount]) -> list[dict[str, Any]]:
    """How often each deadline was met, by source; empty for an instrument without deadlines."""
    return [
        {
            "termijn": one.deadline,
            "titel": one.title,
            "bron": one.source.value,
            "op_tijd": one.in_time,
            "te_laat": one.late,
            "te_laat_met_reden": one.excused,
            "niet_te_zeggen": one.unknown,
        }
        for one in counts
    ]
