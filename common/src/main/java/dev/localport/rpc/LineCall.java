package dev.localport.rpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One question over a Unix domain socket, as bare lines: for a caller that has no time to load a
 * JSON library. Everyone else uses {@link RpcClient}.
 */
public final class LineCall {
  private LineCall() {}

  /**
   * Sends a line and returns the next one that comes; null where the other side closes.
   *
   * @param limit how long all of it may take
   * @throws IOException if nothing listens there, or does not answer in time
   */
  public static @Nullable String ask(Path socket, String line, Duration limit) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Deadline _ = Deadline.start(channel, limit)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      new LineWriter(channel).writeLine(line);
      return new LineReader(channel).readLine();
    }
  }
}
