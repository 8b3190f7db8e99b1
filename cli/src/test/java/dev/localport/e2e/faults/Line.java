package dev.localport.e2e.faults;

import dev.localport.e2e.FaultProxy;
import dev.localport.e2e.Faults;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** A proxy in front of the API server, which misbehaves the moment that it is told to. */
final class Line implements Closeable {
  private final FaultProxy proxy;
  private final Path socket;

  private Line(FaultProxy proxy) {
    this.proxy = proxy;
    Path folder = Objects.requireNonNull(proxy.kubeconfig().toAbsolutePath().getParent());
    this.socket = folder.resolveSibling("run").resolve("proxy-%d.sock".formatted(proxy.port()));
  }

  static Line start(Faults faults) throws IOException, InterruptedException {
    return new Line(faults.proxy());
  }

  Path kubeconfig() {
    return proxy.kubeconfig();
  }

  int port() {
    return proxy.port();
  }

  /** Sends a command such as {@code drop}; a script in between would take a quarter second. */
  void say(String command) throws IOException, InterruptedException {
    if (command.startsWith("netdrop")) {
      proxy.send(command.split(" ")); // a rule of the packet filter, which the script makes
      return;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(StandardCharsets.UTF_8.encode(command + "\n"));
      String answer =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
      if (answer == null || !answer.startsWith("ok")) {
        throw new IOException("%s: %s".formatted(command, answer));
      }
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }
}
