"""Where a vault may not stand: synchronised folders and other machines, whose copies outlive destroying."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

from storage.vault.errors import UnsafeLocation, UnsafeReason

# a part of the path, lower case: it equals the word, or starts with it and goes on with a separator
_SYNCED = (
    ("onedrive", UnsafeReason.ONEDRIVE),
    ("skydrive", UnsafeReason.ONEDRIVE),
    ("dropbox", UnsafeReason.DROPBOX),
    ("google drive", UnsafeReason.GOOGLE_DRIVE),
    ("googledrive", UnsafeReason.GOOGLE_DRIVE),
    ("google-drive", UnsafeReason.GOOGLE_DRIVE),
    ("mijn drive", UnsafeReason.GOOGLE_DRIVE),
    ("my drive", UnsafeReason.GOOGLE_DRIVE),
    ("icloud", UnsafeReason.ICLOUD),
    ("icloud drive", UnsafeReason.ICLOUD),
    ("iclouddrive", UnsafeReason.ICLOUD),
    ("mobile documents", UnsafeReason.ICLOUD),
    ("com~apple~clouddocs", UnsafeReason.ICLOUD),
    ("cloudstorage", UnsafeReason.OTHER_SYNC),
    ("nextcloud", UnsafeReason.OTHER_SYNC),
    ("owncloud", UnsafeReason.OTHER_SYNC),
    ("pcloud", UnsafeReason.OTHER_SYNC),
    ("box sync", UnsafeReason.OTHER_SYNC),
    ("stackdrive", UnsafeReason.OTHER_SYNC),
)
_NETWORK_TYPES = frozenset(
    {"9p", "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"smb", "smb2", "smb3", "smbfs", "webdav"}
    | {"fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"}
)
_ONEDRIVE_ROOTS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # set by OneDrive itself, on Windows
_OF = "OneDrive - "  # what stands behind it is the organisation's name
_DRIVE_REMOTE = 4


def synced(path: PurePath) -> UnsafeReason | None:
    """Which synchronising service a path's parts speak of, the most precise first."""
    found: UnsafeReason | None = None
    for part in path.parts:
        low = part.lower()
        for word, reason in _SYNCED:
            rest = low.removeprefix(word)
            if rest != low and not rest[:1].isalnum() and found in {None, UnsafeReason.OTHER_SYNC}:
                found = reason
    return found


def under_onedrive(path: Path, environment: Mapping[str, str]) -> bool:
    """Whether a path is in a folder that OneDrive says is its own, whatever that is called.

    Beside "OneDrive - Gemeente X" it keeps the synchronised libraries of SharePoint and Teams in "Gemeente X".
    """
    roots = [Path(root) for name in _ONEDRIVE_ROOTS if (root := environment.get(name))]
    roots += [root.with_name(root.name.partition(_OF)[2]) for root in roots if root.name.partition(_OF)[2]]
    return any(path == root or root in path.parents for root in roots)


def network_type(path: PurePath, mounts: str) -> bool:
    """Whether the longest mount point above `path` is of a network type (`/proc/mounts` text)."""
    best, remote = "", False
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if len(point) >= len(best) and (path == PurePath(point) or PurePath(point) in path.parents):
            best, remote = point, fields[2] in _NETWORK_TYPES
    return remote


def on_network(path: Path) -> bool:
    """Whether the system says that a path is on another machine; what it cannot tell counts as here."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _DRIVE_REMOTE)
    mounts = Path("/proc/mounts")
    try:
        return network_type(path, mounts.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        # macOS has no list to read; network volumes are mounted here and their names say nothing more
        return path.parts[:2] == ("/", "Network")


def check_location(folder: Path) -> None:
    """Raise UnsafeLocation for a folder whose contents are copied elsewhere."""
    whole = folder.expanduser().absolute()
    for path in (whole, whole.resolve()):
        if (reason := synced(path)) is not None:
            raise UnsafeLocation(reason)
        if under_onedrive(path, os.environ):
            raise UnsafeLocation(UnsafeReason.ONEDRIVE)
        if on_network(path):
            raise UnsafeLocation(UnsafeReason.NETWORK)
