"""Where a vault may not stand."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from storage.vault import KdfPolicy, UnsafeLocation, UnsafeReason, create_vault, location, open_vault
from storage.vault.location import network_type, synced


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (PureWindowsPath(r"C:\Users\a\OneDrive - Gemeente Nergens\zet"), UnsafeReason.ONEDRIVE),
        (PureWindowsPath(r"C:\Users\a\OneDrive\zet"), UnsafeReason.ONEDRIVE),
        (PureWindowsPath(r"G:\Mijn Drive\zet"), UnsafeReason.GOOGLE_DRIVE),
        (PurePosixPath("/Users/a/Library/CloudStorage/OneDrive-Gemeente/zet"), UnsafeReason.ONEDRIVE),
        (PurePosixPath("/Users/a/Library/CloudStorage/GoogleDrive-a@b.nl/zet"), UnsafeReason.GOOGLE_DRIVE),
        (PurePosixPath("/Users/a/Library/CloudStorage/Iets/zet"), UnsafeReason.OTHER_SYNC),
        (PurePosixPath("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/zet"), UnsafeReason.ICLOUD),
        (PureWindowsPath(r"C:\Users\a\iCloudDrive\zet"), UnsafeReason.ICLOUD),
        (PurePosixPath("/home/a/Dropbox/zet"), UnsafeReason.DROPBOX),
        (PurePosixPath("/home/a/Dropbox (Team)/zet"), UnsafeReason.DROPBOX),
        (PurePosixPath("/home/a/Nextcloud/zet"), UnsafeReason.OTHER_SYNC),
        (PurePosixPath("/home/a/.local/share/zet"), None),
        (PurePosixPath("/home/dropboxer/onedrives/zet"), None),
        (PureWindowsPath(r"C:\Users\a\AppData\Local\zet"), None),
    ],
)
def test_a_path_tells_which_service_copies_it(path: PurePosixPath, reason: UnsafeReason | None) -> None:
    assert synced(path) is reason


MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
server:/delen /mnt/delen nfs4 rw 0 0
//server/met\040spatie /mnt/met\040spatie cifs rw 0 0
/dev/sdb1 /mnt/delen/lokaal ext4 rw 0 0
kapot
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/home/a", False),
        ("/mnt/delen", True),
        ("/mnt/delen/zet/kluis", True),
        ("/mnt/delenig", False),
        ("/mnt/met spatie/zet", True),
        ("/mnt/delen/lokaal/zet", False),
    ],
)
def test_the_nearest_mount_decides_whether_a_path_is_on_another_machine(path: str, remote: bool) -> None:
    assert network_type(PurePosixPath(path), MOUNTS) is remote


def test_an_unsafe_place_is_refused_unless_forced(tmp_path: Path, weak: KdfPolicy) -> None:
    folder = tmp_path / "Dropbox" / "zet"
    with pytest.raises(UnsafeLocation) as caught:
        create_vault(folder, "x", policy=weak)
    assert caught.value.reason is UnsafeReason.DROPBOX
    assert not folder.exists()
    create_vault(folder, "x", policy=weak, force=True)
    with pytest.raises(UnsafeLocation):
        open_vault(folder, policy=weak)
    open_vault(folder, policy=weak, force=True).close()


def test_a_link_into_an_unsafe_place_is_refused(tmp_path: Path, weak: KdfPolicy) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "gewoon").symlink_to(tmp_path / "OneDrive")
    with pytest.raises(UnsafeLocation):
        create_vault(tmp_path / "gewoon" / "zet", "x", policy=weak)


def test_a_network_place_is_refused(tmp_path: Path, weak: KdfPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location, "on_network", lambda path: path == tmp_path / "zet")
    with pytest.raises(UnsafeLocation) as caught:
        create_vault(tmp_path / "zet", "x", policy=weak)
    assert caught.value.reason is UnsafeReason.NETWORK
