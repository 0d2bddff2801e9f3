"""The end of a whole vault: an older copy of one that was founded anew is destroyed, both files.

The keys go first, behind a mark that lets the next opening finish what was interrupted. Deciding to do it is a
person's, through `storage.destroy`.
"""

from storage.vault.errors import VaultMissing, typed
from storage.vault.files import DB, INTENT, KEY, NEW_DB, Files
from storage.vault.keyfile import DESTROYED


def destroy_files(files: Files) -> None:
    """Overwrite both slots, then every file of the database; remove them. Raises OSError and SQLite's errors.

    From the first slot on the vault opens for nobody; doing it again is safe. Everything is closed afterwards.
    """
    disk, folder = files.disk, files.folder
    files.disconnect()
    for index in (0, 1):
        files.key.write_bytes(index, DESTROYED)
    for name in disk.names(folder):
        if name.startswith((DB, NEW_DB)) or name == INTENT:
            files.destroy(name)
    disk.sync_folder(folder)
    files.close()  # Windows removes no file that is open
    disk.remove(folder / KEY)
    disk.sync_folder(folder)
    if not disk.names(folder):
        disk.remove_folder(folder)
        disk.sync_folder(folder.parent)


def finish_destroying(files: Files) -> None:
    """At an opening: when somebody began to destroy this vault, finish it and raise VaultMissing."""
    with typed():
        if files.key.destroyed:
            destroy_files(files)
            raise VaultMissing(files.folder.name)
