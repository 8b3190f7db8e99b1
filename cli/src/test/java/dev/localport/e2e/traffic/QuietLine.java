package dev.localport.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.Http;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to an echo server that says nothing unless it is asked. */
public final class QuietLine implements Traffic {
  private final Socket socket;

  private QuietLine(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a port of 127.0.0.1; says nothing. */
  public static QuietLine connect(int port) throws IOException {
    return new QuietLine(Http.connect(port));
  }

  @Override
  public String name() {
    return "quiet";
  }

  @Override
  public void awaitAnswers() throws IOException {
    byte[] line = "hello\n".getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(line);
    assertThat(socket.getInputStream().readNBytes(line.length)).isEqualTo(line);
  }

  @Override
  public void assertWhole() throws IOException {
    awaitAnswers();
    assertThat(socket.getInputStream().available()).as("bytes too many").isZero();
  }

  @Override
  public Duration awaitBroken(long begun) {
    try {
      assertThat(socket.getInputStream().read())
          .as("the end of a connection that is dead")
          .isNotNegative();
      throw new AssertionError("an answer without a question");
    } catch (IOException e) {
      assertThat(e).hasMessage("Connection reset");
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
