package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nfs",
        "nfs4",
        "NFS",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "9p",
        "lustre",
        "ceph",
        "glusterfs",
        "fuse.sshfs",
        "fuse.glusterfs",
        "afpfs",
        "webdav",
        "vboxsf"
      })
  void areServedByAnotherMachine(String type) {
    assertThat(RemoteFiles.isRemote(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext4",
        "xfs",
        "btrfs",
        "zfs",
        "tmpfs",
        "overlay",
        "apfs",
        "hfs",
        "fuseblk",
        "fuse.ntfs-3g",
        "fuse.portal",
        ""
      })
  void areOfThisMachine(String type) {
    assertThat(RemoteFiles.isRemote(type)).isFalse();
  }

  @Test
  void looksAtTheFolderThatIsThereAlready() {
    assertThat(RemoteFiles.hold(folder.resolve("not/there/yet")))
        .isEqualTo(RemoteFiles.hold(folder))
        .isFalse();
  }
}
