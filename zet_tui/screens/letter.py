"""Making the letter for one resident as a Word file; what stands in it is decided below, and fixed there."""

from pathlib import Path

from textual import on
from textual.app import ComposeResult

from zet_tui.screens.case_form import CaseFormPage
from zet_tui.screens.fields import Line
from zet_tui.screens.form import Form, Passage, Row, folder_and_template


class LetterPage(CaseFormPage):
    """One folder, and a template when the municipality has one."""

    HEADING = "Brief maken"
    HELP_TEXT = (
        "ZET maakt twee Word-bestanden: de brief om te tekenen, en een uitleg in makkelijke taal.\n\n"
        "Heeft uw gemeente een huisstijl? Neem dan een Word-bestand met {{ brief }} op de plek waar de brief komt. "
        "Of gebruik eigen woorden met velden als {{ gemeente }} en {{ fg_naam }}; ZET zegt welke velden missen.\n\n"
        "De tekst van de brief wordt onthouden: die legt u straks vast bij de toestemming."
    )

    def body(self) -> ComposeResult:
        yield Form(
            (
                Passage(
                    "De brief en de uitleg komen als Word-bestand in een map. Daar staat de naam van de professional "
                    "in; bewaar ze veilig en print ze."
                ),
                Row("folder", "Map", Line(str(Path.home())), "een bestaande map op deze laptop"),
                Row(
                    "template", "Huisstijl (mag leeg)", Line(""), "een Word-bestand met {{ brief }} of velden"
                ),
                Passage("", id="done"),
            ),
            button="Brief maken",
        )

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        folder, template, faults = folder_and_template(values)
        event.form.show_faults(faults)
        self.tell("")
        if folder is not None and not faults and not self.busy:
            self.run_worker(self._write(folder, template))

    async def _write(self, folder: Path, template: Path | None) -> None:
        with self.telling(), self.working("De brief wordt gemaakt."):
            files = await self.desk.write_letter(self._case.id, folder, template)
            lines = [f"✓ Brief: {files.letter}"]
            if files.explanation is not None:
                lines.append(f"✓ Uitleg: {files.explanation}")
            lines.append("ZET kan deze bestanden niet vernietigen. Bij het afronden staan ze op uw lijst.")
            self.say_done("\n".join(lines))
