package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("file");
  }

  private static void refused(Path path, String why) {
    assertThatThrownBy(() -> RegularFile.bytes(path, 10)).hasMessage(why);
    if (!why.contains("larger")) {
      assertThatThrownBy(() -> RegularFile.check(path)).hasMessage(why);
    }
  }

  @Test
  void readsAFileUpToItsLimitAlsoThroughALink() throws IOException {
    Files.writeString(file, "0123456789");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(RegularFile.bytes(file, 10)).hasSize(10);
    assertThat(RegularFile.text(link, 10)).isEqualTo("0123456789");
    RegularFile.check(link);
  }

  @Test
  void refusesAFileThatIsTooLargeWithoutReadingIt() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(400L << 20);
    }

    assertThatThrownBy(() -> RegularFile.bytes(file, 1 << 20))
        .hasMessage("it is larger than 1 MiB");
    assertThat(RegularFile.beginning(file, 10)).hasSize(10);
  }

  @Test // files of /proc say that their size is 0
  void refusesAFileThatTurnsOutTooLarge() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc");

    refused(Path.of("/proc/self/status"), "it is larger than 0 MiB");
  }

  @Test
  void opensNoPipe() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    refused(file, "it is a pipe, not a regular file");
  }

  @Test
  void opensNoDeviceNoSocketAndNoFolder() throws IOException {
    refused(Path.of("/dev/zero"), "it is a device, not a regular file");
    refused(folder, "it is a folder, not a regular file");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(file));
      refused(file, "it is a socket, not a regular file");
    }
  }

  @Test
  void leavesAMissingFileToTheCaller() throws IOException {
    assertThatThrownBy(() -> RegularFile.bytes(file, 10)).isInstanceOf(NoSuchFileException.class);
    assertThat(RegularFile.stamp(file)).isEmpty();
  }

  @Test
  void tellsWhatIsThere() throws IOException {
    Files.writeString(file, "x");

    assertThat(RegularFile.isThere(file)).isTrue();
    assertThat(RegularFile.isThere(Path.of("/dev/zero"))).isTrue();
    assertThat(RegularFile.isThere(folder)).isFalse();
    assertThat(RegularFile.isThere(folder.resolve("none"))).isFalse();
  }

  @Test
  void aFileThatWasReplacedHasAnotherStamp() throws IOException {
    Files.writeString(file, "x");
    String before = RegularFile.stamp(file);
    FileTime same = Files.getLastModifiedTime(file);
    assertThat(RegularFile.stamp(file)).isEqualTo(before);

    Path other = Files.writeString(folder.resolve("other"), "y");
    Files.setLastModifiedTime(other, same);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(RegularFile.stamp(file)).isNotEqualTo(before);
  }
}
