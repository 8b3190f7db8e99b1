package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FileThreadsTest {
  private static final Path FILE = Path.of("/mount/a");
  private static final Path OTHER = Path.of("/mount/b");
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch mountAnswers = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    mountAnswers.countDown();
  }

  private String hang() {
    boolean answered = false;
    while (!answered) {
      try {
        mountAnswers.await();
        answered = true;
      } catch (InterruptedException _) {
        // as in the kernel: no interrupt gets there
      }
    }
    return "late";
  }

  private static <T> CompletableFuture<T> inBackground(FileThreads.Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(work.ask());
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  @Test
  void handsOverTheAnswerAndTheFailure() throws IOException {
    FileThreads threads = new FileThreads(LONG, 1);

    assertThat(threads.call(FILE, () -> "answer")).isEqualTo("answer");
    assertThatThrownBy(() ->
            threads.call(
                FILE,
                () -> {
                  throw new IOException("no");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("no");
    assertThatThrownBy(() ->
            threads.call(
                FILE,
                () -> {
                  throw new IllegalStateException("bug");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bug");
    assertThat(threads.call(FILE, () -> "again")).isEqualTo("again");
  }

  @Test
  void asksOnAPlatformThreadWhoeverCalls()
      throws ExecutionException, InterruptedException, TimeoutException {
    FileThreads threads = new FileThreads(LONG, 1);

    boolean virtual =
        inBackground(() -> threads.call(FILE, () -> Thread.currentThread().isVirtual()))
            .get(1, TimeUnit.MINUTES);

    assertThat(virtual).isFalse();
  }

  @Test
  void aFileThatHangsIsGivenUpAndGetsNoSecondThread() throws InterruptedException {
    FileThreads threads = new FileThreads(SHORT, 9);
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    FileThreads.Work<String> question =
        () -> {
          asked.incrementAndGet();
          begun.countDown();
          return hang();
        };

    assertThatThrownBy(() -> threads.call(FILE, question))
        .isInstanceOf(UnresponsiveFileException.class)
        .hasMessage("it does not respond (waited 0 s); is its mount hanging?");
    assertThatThrownBy(() -> threads.call(FILE, question))
        .isInstanceOf(UnresponsiveFileException.class)
        .hasMessage("it still does not respond; is its mount hanging?");

    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue(); // its thread may be slow to start
    assertThat(asked).hasValue(1);
  }

  @Test
  void otherFilesAreReadMeanwhileAndTheFileItselfOnceItsMountAnswers() throws IOException {
    FileThreads threads = new FileThreads(SHORT, 2);
    assertThatThrownBy(() -> threads.call(FILE, this::hang))
        .isInstanceOf(UnresponsiveFileException.class);

    assertThat(answer(threads, OTHER)).isEqualTo("read");

    mountAnswers.countDown();
    assertThat(answer(threads, FILE)).isEqualTo("read");
  }

  /* On a busy machine an answer may take longer than it is given here; the next one comes then. */
  private static String answer(FileThreads threads, Path file) throws IOException {
    while (true) {
      try {
        return threads.call(file, () -> "read");
      } catch (UnresponsiveFileException _) {
        // its thread is not back yet
      }
    }
  }

  @Test
  void callersOfOneFileTakeTurns()
      throws ExecutionException, InterruptedException, TimeoutException {
    FileThreads threads = new FileThreads(LONG, 9);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FileThreads.Work<Boolean> question =
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          inside.decrementAndGet();
          return true;
        };

    List<CompletableFuture<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      callers.add(inBackground(() -> threads.call(FILE, question)));
    }
    for (CompletableFuture<Boolean> caller : callers) {
      assertThat(caller.get(1, TimeUnit.MINUTES)).isTrue();
    }

    assertThat(most).hasValue(1);
  }

  @Test
  void thereAreNeverMoreThreadsThanAllowed() {
    FileThreads threads = new FileThreads(SHORT, 2);
    assertThatThrownBy(() -> threads.call(FILE, this::hang))
        .isInstanceOf(UnresponsiveFileException.class);
    assertThatThrownBy(() -> threads.call(OTHER, this::hang))
        .isInstanceOf(UnresponsiveFileException.class);

    assertThatThrownBy(() -> threads.call(Path.of("/c"), () -> "never asked"))
        .isInstanceOf(UnresponsiveFileException.class)
        .hasMessage("2 other files do not respond; is a mount hanging?");
  }

  @Test
  void aCallerThatIsInterruptedStopsWaiting() {
    FileThreads threads = new FileThreads(LONG, 1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> threads.call(FILE, this::hang))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
