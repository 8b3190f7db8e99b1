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
