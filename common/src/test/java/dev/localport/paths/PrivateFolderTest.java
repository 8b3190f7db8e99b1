package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void name() {
    folder = parent.resolve("localport");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void problem(ThrowingCallable call, int exitCode, String message) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .isInstanceOfSatisfying(
            PathProblem.class, e -> assertThat(e.exitCode()).isEqualTo(exitCode));
  }

  @Test
  void makesTheFolderAndItsParentsForTheirOwnerAlone() throws IOException, PathProblem {
    Path deep = parent.resolve("a/b/c");

    PrivateFolder.create(deep);

    assertThat(mode(deep)).isEqualTo("rwx------");
    assertThat(mode(parent.resolve("a"))).isEqualTo("rwx------");
    assertThat(PrivateFolder.isThere(deep)).isTrue();
  }

  @Test
  void takesTheFolderThatIsThereAndTightensIt() throws IOException, PathProblem {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("state.json"), "kept");

    PrivateFolder.create(folder);
    PrivateFolder.create(folder);

    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(folder.resolve("state.json")).hasContent("kept");
  }

  private void open() throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createDirectory(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs/daemon.log"), "mine");
    Files.writeString(folder.resolve("state.json"), "{}");
  }

  @Test
  void aFolderThatOthersCouldWriteIsTakenAndToldIfAllInItIsOurs() throws IOException, PathProblem {
    open();

    assertThat(PrivateFolder.isThere(folder)).isTrue();
    assertThat(PrivateFolder.create(folder)).as("others could write to it").isTrue();

    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(PrivateFolder.create(folder)).as("and cannot any more").isFalse();
  }

  @Test
  void aFolderThatOthersCouldWriteIsRefusedWithWhatTheyLeftThere() throws IOException {
    assumeTrue(Files.getOwner(parent).getName().equals("root"), "only root gives files away");
    open();
    Path planted = Files.writeString(folder.resolve("logs/state.json"), "{}");
    Files.setOwner(
        planted,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    String message =
        "others could write to %s, and logs/state.json in it belongs to nobody: remove what is not yours, then: chmod 700 '%s'"
            .formatted(folder, folder);

    problem(() -> PrivateFolder.isThere(folder), 5, message);
    problem(() -> PrivateFolder.create(folder), 5, message);
    problem(() -> PrivateFolder.create(folder), 5, message); // it does not become good by itself
  }

  @Test
  void onlyLooksWhereNothingIsToBeMade() throws PathProblem {
    assertThat(PrivateFolder.isThere(folder)).isFalse();
    assertThat(folder).doesNotExist();
  }

  @Test
  void followsNoLink() throws IOException {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(folder, elsewhere);
    String message =
        folder
            + " is a symbolic link, and LocalPort does not follow links to its own files:"
            + " remove it, or set LOCALPORT_HOME to the link's target";

    problem(() -> PrivateFolder.create(folder), 1, message);
    problem(() -> PrivateFolder.isThere(folder), 1, message);
    assertThat(mode(elsewhere)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void refusesALinkThatLeadsNowhere() throws IOException {
    Files.createSymbolicLink(folder, parent.resolve("nowhere"));

    assertThatThrownBy(() -> PrivateFolder.create(folder)).isInstanceOf(PathProblem.class);
  }

  @Test
  void refusesWhatIsNoFolder() throws IOException {
    Files.createFile(folder);

    problem(
        () -> PrivateFolder.create(folder),
        1,
        folder + " is not a folder: remove it, or set LOCALPORT_HOME to a folder");
  }

  @Test
  void namesTheParentThatIsNoFolder() throws IOException, PathProblem {
    Files.createFile(folder);

    problem(
        () -> PrivateFolder.create(folder.resolve("state")),
        1,
        folder + " is not a folder: remove it, or set LOCALPORT_HOME to a folder");
    assertThatThrownBy(() -> PrivateFolder.create(folder.resolve("a/b/c")))
        .isInstanceOf(PathProblem.class);
    assertThat(PrivateFolder.isThere(folder.resolve("a/b/c"))).isFalse();
  }

  @Test
  void refusesTheFolderOfAnotherUser() throws IOException {
    assumeTrue(Files.getOwner(parent).getName().equals("root"), "only root gives folders away");
    Files.createDirectory(folder);
    Files.setOwner(
        folder,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    String message =
        folder
            + " belongs to nobody, and you are root: run LocalPort as nobody, without sudo"
            + " (from root: sudo -u nobody localport …)";

    problem(() -> PrivateFolder.create(folder), 5, message);
    problem(() -> PrivateFolder.isThere(folder), 5, message);
  }

  @Test
  void advisesAUserWhoIsNotRootToUseAFolderOfTheirOwn() {
    problem(
        () -> {
          throw PathProblem.foreign(folder, "alice", "bob");
        },
        5,
        folder
            + " belongs to alice, and you are bob: set LOCALPORT_HOME to a folder of your own,"
            + " or ask alice to give you this one");
    problem(
        () -> {
          throw PathProblem.foreign(folder, "root", "bob");
        },
        5,
        folder
            + " belongs to root, and you are bob: set LOCALPORT_HOME to a folder of your own,"
            + " or take it back: sudo chown -R bob '"
            + folder
            + "'");
  }

  @Test
  void knowsItsOwnFolderWhateverThePropertySays() throws PathProblem {
    String user = System.getProperty("user.name");
    System.setProperty("user.name", "?");
    try {
      PrivateFolder.create(folder);
    } finally {
      System.setProperty("user.name", user);
    }

    assertThat(folder).isDirectory();
  }

  @Test
  void saysWhatThePermissionIsMissingFor() {
    problem(
        () -> {
          throw PathProblem.of(folder, new AccessDeniedException(parent.toString()));
        },
        5,
        "missing permission for %s, which LocalPort needs for %s: fix the permissions, or set LOCALPORT_HOME to a folder that you can write to"
            .formatted(parent, folder));
    problem(
        () -> {
          throw PathProblem.of(folder, new AccessDeniedException(folder.toString()));
        },
        5,
        "missing permission for %s: fix the permissions, or set LOCALPORT_HOME to a folder that you can write to"
            .formatted(folder));
  }

  @Test
  void saysWhatTheOperatingSystemSaid() {
    String full = "No space left on device";
    String end = ": fix this, or set LOCALPORT_HOME to another folder";

    assertThat(PathProblem.of(folder, new FileSystemException("file", null, full)))
        .hasMessage("cannot use " + folder + ": " + full + end);
    assertThat(PathProblem.of(folder, new IOException("odd")))
        .hasMessage("cannot use " + folder + ": odd" + end);
    assertThat(PathProblem.of(folder, new FileSystemException("file")).exitCode()).isEqualTo(1);
    assertThat(PathProblem.of(folder, new FileSystemException("file")))
        .hasMessage("cannot use " + folder + ": the system gave no reason" + end);
  }
}
