package dev.localport.e2e.traffic;

import dev.localport.e2e.Http;
import dev.localport.e2e.RunningProgram;
import dev.localport.testing.Await;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Redis server of this machine on a port of 127.0.0.1, with nothing on disk. */
public final class Redis implements Closeable {
  private final RunningProgram program;
  private final int port;

  private Redis(RunningProgram program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Starts one; empty where the machine has no {@code redis-server}. */
  public static Optional<Redis> start(Path above, int port)
      throws IOException, InterruptedException {
    Optional<String> server = Unprivileged.find("redis-server");
    if (server.isEmpty()) {
      return Optional.empty();
    }
    RunningProgram program =
        Unprivileged.start(
            Unprivileged.folder(above, "redis"),
            List.of(
                server.get(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                ""));
    Redis redis = new Redis(program, port);
    Await.until(
        "Redis: " + program.stderr(),
        () -> {
          try (Client client = new Client(port)) {
            return client.ask("PING").equals("+PONG");
          }
        });
    return Optional.of(redis);
  }

  /** Returns where it listens. */
  public int port() {
    return port;
  }

  /** A connection that sends commands in a line and reads lines. */
  private static final class Client implements Closeable {
    private final Socket socket;
    private final BufferedReader in;

    Client(int port) throws IOException {
      socket = Http.connect(port);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    String ask(String command) throws IOException {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      return in.readLine();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /**
   * Subscribes over a port of 127.0.0.1, while what is published, twice a second, goes straight to
   * the server.
   */
  public Traffic subscribe(int over, String channel) throws IOException {
    return new Subscription(new Client(over), new Client(port), channel);
  }

  private static final class Subscription implements LineTraffic {
    private final Client subscriber;
    private final Client publisher;
    private final SteadyLines lines;

    Subscription(Client subscriber, Client publisher, String channel) throws IOException {
      this.subscriber = subscriber;
      this.publisher = publisher;
      String answer = subscriber.ask("SUBSCRIBE " + channel);
      if (!answer.equals("*3")) {
        throw new IOException("no subscription: " + answer);
      }
      this.lines =
          new SteadyLines(line -> publisher.ask("PUBLISH %s \"%s\"".formatted(channel, line)));
      Thread.ofVirtual().name("subscriber").start(this::read);
    }

    private void read() {
      try {
        for (String line = subscriber.in.readLine();
            line != null;
            line = subscriber.in.readLine()) {
          if (line.startsWith("line ")) {
            lines.onLine(line);
          }
        }
      } catch (IOException _) {
        // told below
      }
      lines.onBroken();
    }

    @Override
    public String name() {
      return "Redis";
    }

    @Override
    public SteadyLines lines() {
      return lines;
    }

    @Override
    public void close() throws IOException {
      lines.end();
      subscriber.close();
      publisher.close();
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
