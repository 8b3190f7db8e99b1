package dev.localport.e2e.traffic;

import dev.localport.e2e.Http;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to an echo server that sends a line twice a second. */
public final class EchoLines implements LineTraffic {
  private final Socket socket;
  private final SteadyLines lines;

  private EchoLines(Socket socket) {
    this.socket = socket;
    this.lines =
        new SteadyLines(
            line -> socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8)));
    Thread.ofVirtual().name("steady-reader").start(this::read);
  }

  /** Connects to a port of 127.0.0.1, and begins to talk. */
  public static EchoLines connect(int port) throws IOException {
    return new EchoLines(Http.connect(port));
  }

  private void read() {
    try {
      lines.read(socket.getInputStream());
    } catch (IOException _) {
      lines.onBroken();
    }
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public SteadyLines lines() {
    return lines;
  }

  /**
   * Says what became of the connection.
   *
   * @param begun when an outage began, in nanoseconds
   * @param time how long to look
   */
  public String fate(long begun, Duration time) {
    return lines.fate(begun, time);
  }

  @Override
  public void close() throws IOException {
    lines.end();
    socket.close();
  }
}
