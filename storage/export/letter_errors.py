"""Why a letter could not be made into a file: typed, carrying names of fields, never what stands in a letter."""

from storage.export.safe_file import ExportError


class LetterFileError(Exception):
    """Base of what keeps a letter from becoming a file; nothing was written."""


class TemplateUnreadable(LetterFileError):
    """The municipality's template is no docx file, or a damaged or far too large one."""


class TemplateFaulty(LetterFileError):
    """The template's fields do not add up: every fault at once.

    `missing` are fields that the letter needs and the template lacks, `unknown` are fields that no letter has,
    `broken` are pieces of template text where a field begins or ends wrongly, or does not stand alone as it must.
    """

    def __init__(
        self, missing: tuple[str, ...] = (), unknown: tuple[str, ...] = (), broken: tuple[str, ...] = ()
    ) -> None:
        super().__init__(", ".join((*missing, *unknown, *broken)))
        self.missing = missing
        self.unknown = unknown
        self.broken = broken


class LetterDiffers(LetterFileError):
    """What was read back from the file is not the letter."""


class FolderInVault(ExportError):
    """The folder is the vault's own, or stands in it."""


class OutcomeNames(LetterFileError):
    """The letter with the outcome holds a name of somebody who waits for it, or a number; `places` are its fields."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(", ".join(places))
        self.places = places
