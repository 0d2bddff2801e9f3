"""What the commands share: which vault, and whether its place was forced."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.vault import KdfPolicy


@dataclass(frozen=True)
class Setting:
    """What the commands share, `colours` as a word of the settings; `policy` and `ledgers` are for tests alone,
    no option reaches them.
    """

    folder: Path | None = None
    force: bool = False
    policy: "KdfPolicy | None" = None
    ledgers: Path | None = None
    colours: str | None = None

    @property
    def ledger_folder(self) -> Path:
        """Where every vault's ledger stands: with this user, outside any vault."""
        if self.ledgers is not None:
            return self.ledgers
        from platformdirs import user_data_path

        return user_data_path("zet", appauthor=False) / "logboek"

    @property
    def vault_folder(self) -> Path:
        if self.folder is not None:
            return self.folder
        from platformdirs import user_data_path

        return user_data_path("zet", appauthor=False) / "kluis"
