package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTroubleTest {
  @TempDir private Path folder;

  private String words(IOException failure) {
    return WriteTrouble.words(folder.resolve("state.json"), failure);
  }

  private static IOException because(String reason) {
    return new FileSystemException("state.json", null, reason);
  }

  @Test
  void namesTheDeviceThatIsFull() throws IOException {
    String device = Files.getFileStore(folder).name();

    assertThat(words(new IOException("No space left on device")))
        .isEqualTo("no space left on " + device);
    assertThat(words(because("No space left on device"))).isEqualTo("no space left on " + device);
    assertThat(words(new IOException("Disk quota exceeded")))
        .isEqualTo("disk quota exceeded on %s".formatted(device));
  }

  @Test
  void namesTheFileWhereItsDeviceIsUnknown() {
    Path lost = folder.resolve("no/such/folder/state.json");

    assertThat(WriteTrouble.words(lost, new IOException("No space left on device")))
        .isEqualTo("no space left on the device of " + lost);
  }

  @Test
  void saysEverythingElseInWords() {
    assertThat(words(new AccessDeniedException("state.json"))).isEqualTo("permission denied");
    assertThat(words(new NoSuchFileException("state.json"))).isEqualTo("its folder does not exist");
    assertThat(words(because("Read-only file system"))).isEqualTo("read-only file system");
    assertThat(words(new IOException())).isEqualTo("it cannot be written");
  }
}
