package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.journal.JournalReader;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Subscribers that come and go, some of them slow, while events happen and old files are dropped:
 * each of them has every event once, or was told that it missed it.
 */
@Timeout(300)
class EventResumeRandomTest {
  private static final int AUTHORS = 2;
  private static final int OF_EACH = 250;
  private static final int ALL = AUTHORS * OF_EACH;
  private static final int LARGEST = 20_000;
  private static final int QUEUE_SIZE = 20; // so that each of them is behind now and then

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachHasAllThatItWasNotToldItMissed(long seed) throws IOException {
    Random random = new Random(seed);
    Path socket = folder.resolve("daemon.sock");
    try (SystemTimers timers = new SystemTimers();
        Journal journal = Journal.open(folder.resolve("journal"), timers)) {
      EventFeeds feeds = new EventFeeds(journal, timers, QUEUE_SIZE);
      journal.listen(feeds);
      SubscribeMethod subscribe =
          new SubscribeMethod(new Subscribers(timers), feeds, new FakeClusters().answers());
      try (RpcServer _ =
          ControlFixture.serve(socket, new RpcMethods(Map.of(Methods.SUBSCRIBE, subscribe)))) {
        List<Reader> readers = new ArrayList<>();
        for (String service : new String[] {"", "", "even"}) {
          readers.add(new Reader(socket, random.nextLong(), service.isEmpty() ? null : service));
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < AUTHORS; i++) {
          long own = random.nextLong();
          all.add(CompletableFuture.runAsync(() -> write(journal, new Random(own))));
        }
        readers.forEach(reader -> all.add(CompletableFuture.runAsync(reader)));
        all.add(CompletableFuture.runAsync(() -> drop(journal, new Random(seed))));
        all.forEach(Await::get);

        Map<Long, String> kept = kept(journal);
        readers.forEach(reader -> reader.check(kept, "seed " + seed));
      }
    }
  }

  /** The number of an event is not known when it is added: its kind of service goes by its text. */
  private static void write(Journal journal, Random random) {
    for (int i = 0; i < OF_EACH; i++) {
      journal.add(
          JournalEntry.of(JournalType.ERROR)
              .service(i % 2 == 0 ? "even" : "odd")
              .cause("x".repeat(random.nextInt(LARGEST))));
      if (random.nextInt(20) == 0) {
        Await.pass(Duration.ofMillis(random.nextInt(20)));
      }
    }
  }

  private void drop(Journal journal, Random random) {
    JournalReader reader = new JournalReader(folder.resolve("journal"));
    while (journal.last() < ALL) {
      try {
        List<Path> files = reader.files();
        if (files.size() > 1 && random.nextBoolean()) {
          Files.deleteIfExists(files.getFirst());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Await.pass(Duration.ofMillis(30));
    }
  }

  private static Map<Long, String> kept(Journal journal) {
    Map<Long, String> kept = new TreeMap<>();
    try {
      for (JournalEntry entry : journal.read(EventQuery.ALL)) {
        kept.put(entry.sequence(), String.valueOf(entry.service()));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return kept;
  }

  /** One that comes back with its last number until it has the last event. */
  private static final class Reader implements Runnable {
    private final Path socket;
    private final Random random;
    private final @Nullable String service;
    private final Map<Long, String> known = new TreeMap<>(); // by number: its service, or missed
    private long last;
    private int left; // before it leaves
    private boolean isSlow;

    Reader(Path socket, long seed, @Nullable String service) {
      this.socket = socket;
      this.random = new Random(seed);
      this.service = service;
    }

    @Override
    public void run() {
      try {
        while (last < ALL - 2) { // the last of the others may be no news
          visit();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void visit() throws IOException {
      left = 1 + random.nextInt(150);
      isSlow = random.nextInt(3) == 0;
      RpcClient[] client = new RpcClient[1];
      client[0] =
          RpcClient.connect(
              socket, Await.LIMIT, (method, params) -> take(method, params, client[0]));
      try (RpcClient peer = client[0]) {
        EventQuery query = new EventQuery(service, null, Set.of(), null, last, 0);
        JsonObject _ = peer.call(Methods.SUBSCRIBE, query.toJson());
        peer.awaitNotifications();
      } catch (IOException e) {
        if (left > 0) {
          throw e; // else it left before the answer came
        }
      }
    }

    private void take(String method, JsonObject params, RpcClient peer) {
      if (left <= 0) {
        return; // it has left
      } else if (method.equals(Methods.EVENT)) {
        note(params.number("sequence"), params.text("service"));
      } else if (method.equals(Methods.EVENT_MISSED)) {
        for (long n = params.number("from"); n <= params.number("to"); n++) {
          note(n, "missed");
        }
      }
      left--;
      if (isSlow && random.nextInt(10) == 0) {
        Await.pass(Duration.ofMillis(random.nextInt(50)));
      }
      if (left == 0 || last >= ALL - 2) {
        left = 0;
        leave(peer);
      }
    }

    private void note(long number, String what) {
      assertThat(known.put(number, what)).as("number %d twice", number).isNull();
      assertThat(number).isGreaterThan(last);
      last = number;
    }

    private static void leave(RpcClient peer) {
      try {
        peer.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void check(Map<Long, String> kept, String seed) {
      for (long number = 1; number <= last; number++) {
        String told = known.get(number);
        String happened = kept.get(number);
        if (service == null) {
          assertThat(told).as("%s: %d", seed, number).isNotNull();
        }
        if (happened != null) {
          boolean isWanted = service == null || service.equals(happened);
          assertThat(told).as("%s: %d", seed, number).isEqualTo(isWanted ? happened : null);
        }
      }
    }
  }
}
