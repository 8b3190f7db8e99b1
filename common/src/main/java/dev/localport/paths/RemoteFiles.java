package dev.localport.paths;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * File systems of another machine, or of the host of a virtual machine. A Unix socket cannot be
 * created there, or leads nowhere: its two ends have to be on one machine.
 */
public final class RemoteFiles {
  /* As mount(8) names them; those of macOS are at the end. */
  private static final Set<String> TYPES =
      Set.of(
          "nfs",
          "nfs3",
          "nfs4",
          "cifs",
          "smb2",
          "smb3",
          "smbfs",
          "afs",
          "openafs",
          "9p",
          "v9fs",
          "drvfs",
          "ncpfs",
          "coda",
          "lustre",
          "ceph",
          "glusterfs",
          "gpfs",
          "beegfs",
          "orangefs",
          "pvfs2",
          "vboxsf",
          "vmhgfs",
          "prl_fs",
          "davfs",
          "sshfs",
          "afpfs",
          "webdav",
          "ftp");
  private static final Set<String> FUSE =
      Set.of(
          "sshfs",
          "glusterfs",
          "ceph",
          "ceph-fuse",
          "s3fs",
          "gcsfuse",
          "rclone",
          "davfs",
          "curlftpfs",
          "vmhgfs-fuse",
          "juicefs",
          "moosefs",
          "mfs");

  private RemoteFiles() {}

  /**
   * Returns whether the folder is, or would be created, on such a file system. Where the system
   * does not say, it is not.
   */
  public static boolean hold(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return isRemote(Files.getFileStore(there).type());
    } catch (IOException _) {
      return false;
    }
  }

  /** Returns whether that is the type of such a file system. */
  static boolean isRemote(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return name.startsWith("fuse.")
        ? FUSE.contains(name.substring("fuse.".length()))
        : TYPES.contains(name);
  }
}
