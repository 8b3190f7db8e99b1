package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipedFileTest {
  @ParameterizedTest
  @ValueSource(strings = {"/dev/fd/63", "/proc/self/fd/11", "/dev/stdin"})
  void descriptorsAreReadByTheCommand(String path) {
    assertThat(PipedFile.is(Path.of(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/fdx", "/tmp/fifo", "/dev/zero", "/shop/dev/fd/1"})
  void otherFilesAreReadByTheDaemonAsWell(String path) {
    assertThat(PipedFile.is(Path.of(path))).isFalse();
  }

  @Test
  void aDescriptorIsCalledByANameInTheFolderOfItsCommand() {
    Path work = Path.of("/shop");

    assertThat(PipedFile.name(Path.of("/dev/stdin"), work)).hasToString("/shop/(stdin)");
    assertThat(PipedFile.name(Path.of("/dev/fd/0"), work)).hasToString("/shop/(stdin)");
    assertThat(PipedFile.name(Path.of("/dev/fd/63"), work)).hasToString("/shop/(pipe)");
  }
}
