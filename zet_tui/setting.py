"""What the commands share: which vault, and whether its place was forced."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.vault import KdfPolicy


@dataclass(frozen=True)
class Setting:
    """What the commands share; `policy` is for tests alone, no option reaches it."""

    folder: Path | None = None
    force: bool = False
    policy: "KdfPolicy | None" = None

    @property
    def vault_folder(self) -> Path:
        if self.folder is not None:
            return self.folder
        from platformdirs import user_data_path

        return user_data_path("zet", appauthor=False) / "kluis"
