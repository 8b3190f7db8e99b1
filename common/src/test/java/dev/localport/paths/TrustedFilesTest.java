package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedFilesTest {
  @TempDir private Path temporary;

  @Test
  void aFileIsTrustedAsItWas() throws IOException {
    Path file = Files.writeString(temporary.resolve("localport.yaml"), "a");
    TrustedFiles trusted = new TrustedFiles(temporary.resolve("trusted.json"));
    assertThat(trusted.isTrusted(file, new byte[] {1})).isFalse();

    trusted.trust(file, new byte[] {1});

    assertThat(trusted.isTrusted(file, new byte[] {1})).isTrue();
    assertThat(trusted.isTrusted(file, new byte[] {2})).isFalse();
  }

  @Test
  void whatCannotBeReadTrustsNothing() throws IOException {
    Path file = Files.writeString(temporary.resolve("localport.yaml"), "a");
    for (String broken : new String[] {"{", "{}"}) {
      Path kept = Files.writeString(temporary.resolve("trusted.json"), broken);
      assertThat(new TrustedFiles(kept).isTrusted(file, new byte[] {1})).isFalse();
    }
  }
}
