package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.journal.JournalReader;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code event.subscribe} over the socket, with a journal on disk. */
@Timeout(120)
class EventSubscriptionTest {
  private static final int MANY = 3 * EventFeeds.QUEUE_SIZE;

  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private Journal journal;
  private RpcServer server;
  private Path socket;

  @BeforeEach
  void open() throws IOException {
    journal = Journal.open(folder.resolve("journal"), timers);
    EventFeeds feeds = new EventFeeds(journal, timers);
    journal.listen(feeds);
    SubscribeMethod subscribe =
        new SubscribeMethod(new Subscribers(timers), feeds, new FakeClusters().answers());
    socket = folder.resolve("daemon.sock");
    server = ControlFixture.serve(socket, new RpcMethods(Map.of(Methods.SUBSCRIBE, subscribe)));
  }

  @AfterEach
  void close() {
    server.close();
    journal.close();
  }

  private void happens(String service) {
    journal.add(JournalEntry.of(JournalType.ERROR).service(service).context("dev"));
  }

  private void happen(int count) {
    for (int i = 0; i < count; i++) {
      happens("web");
    }
  }

  private void flood(int count) throws InterruptedException {
    String cause = "x".repeat(1_000);
    for (int i = 0; i < count; i++) {
      journal.add(JournalEntry.of(JournalType.ERROR).service("web").cause(cause));
    }
    journal.await();
  }

  private ApiPeer connect() throws IOException {
    return new ApiPeer(socket, UnaryOperator.identity());
  }

  private static long subscribe(ApiPeer peer, String params) throws IOException {
    peer.send(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"event.subscribe\",\"params\":%s}"
            .formatted(params));
    return peer.answer().object("result").number("sequence");
  }

  private static JournalEntry event(ApiPeer peer) throws IOException {
    return Objects.requireNonNull(
        JournalEntry.from(peer.notification(Methods.EVENT).object("params")));
  }

  private static List<Long> events(ApiPeer peer, int count) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(event(peer).sequence());
    }
    return numbers;
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static String missed(ApiPeer peer) throws IOException {
    JsonObject missed = peer.notification(Methods.EVENT_MISSED).object("params");
    assertThat(missed.text("numbers")).isEqualTo("journal");
    assertThat(missed.number("sequence")).isEqualTo(missed.number("to"));
    assertThat(missed.findTime("at")).isNotNull();
    return missed.number("from") + "-" + missed.number("to");
  }

  @Test
  void withoutANumberOnlyWhatHappensFromNowOnComes() throws IOException {
    happen(3);
    try (ApiPeer peer = connect()) {
      assertThat(subscribe(peer, "{}")).isEqualTo(3);

      happens("db");

      assertThat(event(peer).service()).isEqualTo("db");
    }
  }

  @Test
  void whoComesBackHearsWhatHappenedMeanwhileAndThenWhatHappens() throws IOException {
    happen(5);
    try (ApiPeer peer = connect()) {
      assertThat(subscribe(peer, "{\"after\":2}")).isEqualTo(5);
      assertThat(events(peer, 3)).isEqualTo(numbers(3, 5));

      happen(2);

      assertThat(events(peer, 2)).isEqualTo(numbers(6, 7));
    }
  }

  @Test
  void theNumbersGoOnWithTheNextDaemon() throws IOException {
    happen(2);
    close();
    open();
    happen(1);

    try (ApiPeer peer = connect()) {
      assertThat(subscribe(peer, "{\"after\":1}")).isEqualTo(3);
      assertThat(events(peer, 2)).isEqualTo(numbers(2, 3));
    }
  }

  @Test
  void whatIsNotKeptAnyMoreIsTold() throws IOException, InterruptedException {
    flood(MANY);
    Path oldest = new JournalReader(folder.resolve("journal")).files().getFirst();
    Path next = new JournalReader(folder.resolve("journal")).files().get(1);
    Files.delete(oldest);
    long kept = JournalReader.first(next);

    try (ApiPeer peer = connect()) {
      subscribe(peer, "{\"after\":7}");

      assertThat(missed(peer)).isEqualTo("8-" + (kept - 1));
      assertThat(event(peer).sequence()).isEqualTo(kept);
    }
  }

  @Test
  void aLineThatIsDamagedIsAHole() throws IOException, InterruptedException {
    happen(3);
    journal.await();
    Path file = new JournalReader(folder.resolve("journal")).files().getFirst();
    List<String> lines = Files.readAllLines(file);
    Path _ = Files.writeString(file, lines.getFirst() + "\nnonsense\n" + lines.getLast() + "\n");

    try (ApiPeer peer = connect()) {
      subscribe(peer, "{\"after\":1}");

      assertThat(missed(peer)).isEqualTo("2-2");
      assertThat(event(peer).sequence()).isEqualTo(3);
    }
  }

  @Test
  void onlyWhatWasAskedForComes() throws IOException {
    happens("web");
    happens("db");
    happens("web");
    journal.add(JournalEntry.of(JournalType.CONNECTED).service("web").context("dev"));
    try (ApiPeer peer = connect()) {
      subscribe(peer, "{\"after\":0,\"service\":\"web\",\"types\":[\"error\"]}");
      assertThat(events(peer, 2)).containsExactly(1L, 3L);

      happens("db");
      happens("web");

      assertThat(event(peer).sequence()).isEqualTo(6);
    }
  }

  @Test
  void theNewestSoManyComeFirst() throws IOException, InterruptedException {
    flood(MANY);
    Files.delete(new JournalReader(folder.resolve("journal")).files().getFirst());
    try (ApiPeer peer = connect()) {
      subscribe(peer, "{\"after\":0,\"limit\":2}");
      assertThat(events(peer, 2)).isEqualTo(numbers(MANY - 1, MANY));

      happen(1);

      assertThat(event(peer).sequence()).isEqualTo(MANY + 1);
    }
  }

  @Test
  void thoseSinceATimeComeFirst() throws IOException {
    happen(2);
    timers.advance(Duration.ofHours(1));
    String since = timers.instant().toString();
    happen(1);
    try (ApiPeer peer = connect()) {
      subscribe(peer, "{\"after\":0,\"since\":\"%s\"}".formatted(since));

      assertThat(event(peer).sequence()).isEqualTo(3);
    }
  }

  @Test
  void aNumberThatTheJournalNeverGaveHasAllOfItSent() throws IOException {
    happen(2);
    try (ApiPeer peer = connect()) {
      assertThat(subscribe(peer, "{\"after\":900}")).isEqualTo(2);

      assertThat(events(peer, 2)).isEqualTo(numbers(1, 2));
    }
  }

  @Test
  void aSlowOneMissesNothingThatIsKept() throws IOException, InterruptedException {
    try (ApiPeer slow = connect();
        ApiPeer quick = connect()) {
      subscribe(slow, "{}");
      subscribe(quick, "{}");
      flood(MANY);

      assertThat(events(quick, MANY)).isEqualTo(numbers(1, MANY));
      assertThat(events(slow, MANY)).isEqualTo(numbers(1, MANY));
    }
  }

  @Test
  void aSlowOneIsToldWhatIsNotKept() throws IOException, InterruptedException {
    try (ApiPeer slow = connect()) {
      subscribe(slow, "{}");
      flood(MANY);
      List<Path> files = new JournalReader(folder.resolve("journal")).files();
      for (Path file : files.subList(0, files.size() - 1)) {
        Files.delete(file);
      }
      long kept = JournalReader.first(files.getLast());

      String missed = missed(slow);

      assertThat(missed).endsWith("-" + (kept - 1));
      long from = Long.parseLong(missed.substring(0, missed.indexOf('-')));
      assertThat(events(slow, (int) (from - 1))).isEqualTo(numbers(1, from - 1));
      assertThat(event(slow).sequence()).isEqualTo(kept);
    }
  }

  @Test
  void whoSubscribesAgainHearsWhatItAskedForLast() throws IOException {
    try (ApiPeer peer = connect()) {
      subscribe(peer, "{}");
      subscribe(peer, "{\"service\":\"db\"}");

      happens("web");
      happens("db");

      assertThat(event(peer).service()).isEqualTo("db");
    }
  }
}
