package dev.localport.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChangesTest {
  @TempDir private Path folder;
  private final List<Path> told = new CopyOnWriteArrayList<>();
  private FileChanges changes;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    file = Files.writeString(folder.resolve("localport.yaml"), "1");
    changes = new FileChanges(told::add);
    changes.watch(Set.of(file));
  }

  @AfterEach
  void close() throws IOException {
    changes.close();
  }

  private void awaitTold(Path changed) {
    Await.until(changed + " is told", () -> told.contains(changed));
    assertThat(told).containsOnly(changed);
    told.clear();
  }

  @Test
  void tellsOfAChangeOfAReplacementAndOfAnEnd() throws IOException {
    Files.writeString(file, "2");
    awaitTold(file);

    Path written = Files.writeString(folder.resolve(".localport.yaml.swp"), "3");
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING); // as editors do
    awaitTold(file);

    Files.delete(file);
    awaitTold(file);
  }

  @Test
  void watchesOtherFilesFromNowOn() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other")).resolve("config.yaml");
    changes.watch(Set.of(other));
    Files.writeString(file, "2");
    Files.writeString(other, "1");
    awaitTold(other);

    changes.watch(Set.of(file, other));
    Files.writeString(file, "3");
    awaitTold(file);
  }

  @Test
  void tellsOfTheTargetBehindAnyNumberOfLinks() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path target = Files.writeString(real.resolve("config"), "1");
    Files.createSymbolicLink(folder.resolve("folder-link"), Path.of("real"));
    Files.createSymbolicLink(folder.resolve("second"), folder.resolve("folder-link/config"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("second"));
    changes.watch(Set.of(link));

    Files.writeString(target, "2");
    awaitTold(link);

    Path other = Files.createDirectory(folder.resolve("other"));
    Path renewed = Files.writeString(other.resolve("config"), "3");
    Path next = Files.createSymbolicLink(folder.resolve("next"), Path.of("other"));
    Files.move(next, folder.resolve("folder-link"), StandardCopyOption.ATOMIC_MOVE); // as kubelets
    awaitTold(link);

    Files.writeString(renewed, "4");
    awaitTold(link);
  }

  @Test
  void linksInACircleHurtNobody() throws IOException {
    Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
    Path circle = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    changes.watch(Set.of(circle, file));

    Files.writeString(file, "2");
    awaitTold(file);
  }

  @Test
  void aFolderThatIsNotThereHurtsNobody() throws IOException {
    changes.watch(Set.of(folder.resolve("none/config.yaml"), file));
    Files.writeString(file, "2");
    awaitTold(file);
  }

  @Test
  void aBugOfWhoeverIsToldEndsNothing() throws IOException {
    changes.close();
    changes =
        new FileChanges(changed -> {
          told.add(changed);
          throw new IllegalStateException("bug");
        });
    changes.watch(Set.of(file));

    Files.writeString(file, "2");
    awaitTold(file);
    Files.writeString(file, "3");
    awaitTold(file);
  }
}
