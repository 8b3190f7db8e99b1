package dev.localport.daemon.kube.reads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A log comes as fast as it is read, and no faster. */
class LogBodyTest {
  private final Server server = new Server();
  private final LogBody body = new LogBody();

  /** Counts what it is asked for. */
  private static final class Server implements AsyncBody {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    int asked;
    boolean cancelled;

    @Override
    public void consume() {
      asked++;
    }

    @Override
    public CompletableFuture<Void> done() {
      return done;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private void send(String... chunks) {
    server.asked--;
    body.consume(List.of(chunks).stream().map(text -> UTF_8.encode(text)).toList(), server);
  }

  private String next() throws IOException, InterruptedException {
    return UTF_8.decode(Objects.requireNonNull(body.next(Duration.ZERO))).toString();
  }

  @Test
  void aSlowReaderHoldsTheServerBack() throws IOException, InterruptedException {
    body.begin(server);
    int window = server.asked;

    for (int i = 0; i < window; i++) {
      send("a", "b", "c");
    }
    assertThat(server.asked).isZero(); // nothing more comes until it is read

    assertThat(next()).isEqualTo("abc");
    assertThat(server.asked).isEqualTo(1); // as much as was read, however many pieces it came in
  }

  @Test
  void whatBringsNothingIsAskedForAgain() throws IOException, InterruptedException {
    body.begin(server);
    int window = server.asked;

    send("");
    send();

    assertThat(server.asked).isEqualTo(window);
    assertThat(body.next(Duration.ZERO)).isNull();
  }

  @Test
  void itsEndComesBehindItsBytes() throws IOException, InterruptedException {
    body.begin(server);
    send("a");
    server.done.complete(null);

    assertThat(next()).isEqualTo("a");
    assertThat(next()).isEmpty();
    assertThat(next()).isEmpty(); // each time
  }

  @Test
  void whatBreaksOffIsNoEnd() throws IOException, InterruptedException {
    body.begin(server);
    send("a");
    server.done.completeExceptionally(new IOException("reset"));

    assertThat(next()).isEqualTo("a");
    assertThatExceptionOfType(IOException.class).isThrownBy(this::next);
  }

  @Test
  void closingEndsTheAnswer() {
    body.begin(server);

    body.close();

    assertThat(server.cancelled).isTrue();
  }
}
