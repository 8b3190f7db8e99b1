package dev.localport.daemon.kube.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How much of the answers of API servers is kept. */
class AnswerLimitsTest {
  private static final int MIB = 1024 * 1024;

  private final AnswerRoom room = new AnswerRoom();
  private final Body body = new Body();

  /** A body that counts how often more of it is wanted. */
  private static final class Body implements AsyncBody {
    private int wanted;

    @Override
    public void consume() {
      wanted++;
    }

    @Override
    public CompletableFuture<Void> done() {
      return new CompletableFuture<>();
    }

    @Override
    public void cancel() {
      // nothing comes by itself
    }
  }

  private static List<ByteBuffer> bytes(int count) {
    return List.of(ByteBuffer.allocate(count));
  }

  private static List<ByteBuffer> text(String text) {
    return List.of(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  @Test
  void anAnswerIsKeptWhole() throws Exception {
    try (WholeBody whole = new WholeBody(MIB, room)) {
      whole.consume(text("one "), body);
      whole.consume(text("two"), body);

      assertThat(whole.bytes()).isEqualTo("one two".getBytes(US_ASCII));
      assertThat(body.wanted).isEqualTo(2);
    }
  }

  @Test
  void anAnswerOfManyBlocksIsKeptWhole() throws Exception {
    StringBuilder said = new StringBuilder();
    try (WholeBody whole = new WholeBody(MIB, room)) {
      for (int i = 0; i < 7_000; i++) {
        String words = "%d: words that cross a block now and then. ".formatted(i);
        said.append(words);
        whole.consume(text(words), body);
      }

      assertThat(new String(whole.bytes(), US_ASCII)).isEqualTo(said.toString());
    }
  }

  @Test
  void theBeginningOfARefusalIsEnough() throws Exception {
    try (WholeBody whole = new WholeBody(MIB, room)) {
      whole.keepBeginning(10);
      whole.consume(text("forbidden"), body);
      assertThat(whole.enough()).isNotDone();
      whole.consume(text(": and then for ever"), body);

      assertThat(whole.enough()).isDone();
      assertThat(new String(whole.bytes(), US_ASCII)).isEqualTo("forbidden:");
      assertThat(body.wanted).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatIsTooLongIsForgottenAtOnce() throws Exception {
    WholeBody whole = new WholeBody(MIB, room);
    whole.consume(bytes(MIB), body);

    assertThatThrownBy(() -> whole.consume(bytes(1), body))
        .hasMessage("its response is longer than 1 MiB");
    assertThat(whole.bytes()).isEmpty();
  }

  @Test
  void longAnswersOfSomeServersLeaveRoomForTheUsualOnesOfOthers() throws Exception {
    WholeBody first = new WholeBody(16 * MIB, room);
    WholeBody second = new WholeBody(16 * MIB, room);
    WholeBody usual = new WholeBody(16 * MIB, room);
    first.consume(bytes(16 * MIB), body);

    assertThatThrownBy(() -> second.consume(bytes(16 * MIB), body))
        .hasMessage("its response is too long while other long responses are being read");
    usual.consume(bytes(MIB), body);

    assertThat(usual.bytes()).hasSize(MIB);
  }

  @Test
  void anAnswerThatWasTakenGivesItsRoomToTheNext() throws Exception {
    for (int i = 0; i < 10; i++) {
      try (WholeBody whole = new WholeBody(16 * MIB, room)) {
        whole.consume(bytes(16 * MIB), body);
      }
    }

    assertThat(room.grow(0, AnswerRoom.MOST + AnswerRoom.FREE)).isTrue();
  }

  @Test
  void anAnswerThatNobodyWaitsForIsNotReadOn() {
    WholeBody whole = new WholeBody(MIB, room);
    whole.close();

    assertThatThrownBy(() -> whole.consume(bytes(1), body)).hasMessageContaining("no longer");
    assertThat(body.wanted).isZero();
  }

  @Test
  void aWatchMayHaveAnyNumberOfEvents() throws Exception {
    int[] passed = new int[1];
    WatchLines lines = new WatchLines((chunks, from) -> passed[0]++);

    for (int i = 0; i < 20; i++) {
      lines.consume(bytes(MIB), body);
      lines.consume(text("the end of one\nthe beginning of the next"), body);
    }

    assertThat(passed[0]).isEqualTo(40);
  }

  @Test
  void anEventOfAWatchThatHasNoEndEndsTheWatch() throws Exception {
    WatchLines lines = new WatchLines((chunks, from) -> {});
    lines.consume(text("an event\n"), body);
    lines.consume(bytes(WatchLines.MOST), body);

    assertThatThrownBy(() -> lines.consume(bytes(1), body))
        .hasMessage("an event of a watch is longer than 4 MiB");
  }
}
