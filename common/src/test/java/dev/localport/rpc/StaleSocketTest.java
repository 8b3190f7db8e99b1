package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StaleSocketTest {
  @TempDir private Path folder;

  @Test
  void removesWhatAKilledServerLeft() throws IOException {
    Path socket = folder.resolve("daemon.sock");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();

    RpcServer.removeStale(socket);

    assertThat(socket).doesNotExist();
    new TestServer(folder).close();
  }

  @Test
  void isContentWhereThereIsNothing() {
    assertThatCode(() -> RpcServer.removeStale(folder.resolve("daemon.sock")))
        .doesNotThrowAnyException();
  }

  @Test
  void leavesAServerAloneThatAnswers() throws IOException {
    try (TestServer server = new TestServer(folder)) {
      assertThatThrownBy(() -> RpcServer.removeStale(server.socket))
          .isInstanceOf(IOException.class)
          .hasMessage(server.socket + " is in use by another server");
      assertThat(server.socket).exists();
    }
  }

  @Test
  void leavesFilesAndLinksAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

    for (Path other : new Path[] {file, link}) {
      assertThatThrownBy(() -> RpcServer.removeStale(other))
          .isInstanceOf(IOException.class)
          .hasMessage(other + " is not a socket; remove it if you do not need it");
    }
    assertThat(file).hasContent("mine");
  }
}
