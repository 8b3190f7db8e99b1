package dev.localport.e2e.faults;

import dev.localport.rpc.JsonObject;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a daemon for its status over its socket: five times a second is cheap that way. */
final class DaemonStatus {
  private static final int ID = 2;
  private static final String QUESTION =
      """
      {"jsonrpc":"2.0","id":1,"method":"daemon.hello","params":{"protocol":1}}
      {"jsonrpc":"2.0","id":2,"method":"daemon.status"}
      """;

  private DaemonStatus() {}

  /** Returns what {@code status -o json} prints; fails while no daemon runs. */
  static JsonObject read(Path home) throws IOException {
    Path socket = home.resolve("daemon.sock");
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(StandardCharsets.UTF_8.encode(QUESTION));
      BufferedReader in =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), -1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonObject answer = JsonObject.parse(line);
        if (answer.number("id", 0) == ID) {
          return answer.object("result");
        }
      }
    }
    throw new EOFException("the daemon closed its socket");
  }

  /** Returns a state with its reason, as {@code suspended (cluster_offline)}. */
  static String state(JsonObject service) {
    String reason = service.findText("reason");
    return reason == null
        ? service.text("state")
        : "%s (%s)".formatted(service.text("state"), reason);
  }
}
