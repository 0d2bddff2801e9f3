"""Workbooks as hands and other programs change them."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from storage.export.analysis_reader import AnalysisFileRefused, FileReason, read_analysis


def edited(exported: Path, tmp_path: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    """The workbook as openpyxl saves it after a change: shared strings, no stored values beside formulas."""
    book = openpyxl.load_workbook(exported)
    change(book)
    path = tmp_path / "Bewerkt.xlsx"
    book.save(path)
    return path


def refused(path: Path) -> FileReason:
    with pytest.raises(AnalysisFileRefused) as caught:
        read_analysis(path)
    return caught.value.reason
