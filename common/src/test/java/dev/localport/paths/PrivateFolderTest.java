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
            + " is a link, which LocalPort does not follow for its own files:"
            + " remove it, or set LOCALPORT_HOME to where it leads";

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
            + " belongs to nobody; LocalPort keeps its files in a folder of your own:"
            + " remove it, or set LOCALPORT_HOME";

    problem(() -> PrivateFolder.create(folder), 5, message);
    problem(() -> PrivateFolder.isThere(folder), 5, message);
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
        "no permission for %s, which LocalPort needs for %s: mend that, or set LOCALPORT_HOME to a folder you can write to"
            .formatted(parent, folder));
  }

  @Test
  void saysWhatTheOperatingSystemSaid() {
    String full = "No space left on device";
    String end = ": mend that, or set LOCALPORT_HOME to a folder you can write to";

    assertThat(PathProblem.of(folder, new FileSystemException("file", null, full)))
        .hasMessage("cannot use " + folder + ": " + full + end);
    assertThat(PathProblem.of(folder, new IOException("odd")))
        .hasMessage("cannot use " + folder + ": odd" + end);
    assertThat(PathProblem.of(folder, new FileSystemException("file")).exitCode()).isEqualTo(1);
    assertThat(PathProblem.of(folder, new FileSystemException("file")))
        .hasMessage("cannot use " + folder + ": java.nio.file.FileSystemException: file" + end);
  }
}
