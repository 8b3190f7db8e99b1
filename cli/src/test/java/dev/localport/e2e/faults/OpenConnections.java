package dev.localport.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.traffic.EchoLines;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Connections that are open when something goes wrong, each with numbered lines. */
final class OpenConnections implements Closeable {
  private static final int COUNT = 3;
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final List<EchoLines> lines = new ArrayList<>();

  private OpenConnections() {}

  static OpenConnections connect(int port) throws IOException {
    OpenConnections open = new OpenConnections();
    for (int i = 0; i < COUNT; i++) {
      open.lines.add(EchoLines.connect(port));
    }
    open.lines.forEach(EchoLines::awaitAnswers);
    return open;
  }

  /** Returns what became of each since a moment, in nanoseconds, as {@code goes on}. */
  List<String> fates(long begun) {
    return lines.stream()
        .map(each ->
            CompletableFuture.supplyAsync(() -> each.fate(begun, LOOK), Thread::startVirtualThread))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  /** Fails unless each line arrived once and in order. */
  void assertWhole() throws InterruptedException {
    for (EchoLines each : lines) {
      each.assertWhole();
    }
    assertThat(lines).hasSize(COUNT);
  }

  @Override
  public void close() throws IOException {
    for (EchoLines each : lines) {
      each.close();
    }
  }
}
