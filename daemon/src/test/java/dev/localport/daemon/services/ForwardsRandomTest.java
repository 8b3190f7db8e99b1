package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.AdHoc;
import dev.localport.api.Caller;
import dev.localport.api.PortStatus;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceTrouble;
import dev.localport.api.Settled;
import dev.localport.api.StatusChange;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever several commands do at once. */
class ForwardsRandomTest {
  private static final Selection ALL = new Selection(List.of(), List.of(), true, null);
  private static final List<String> FILES = List.of("one.yaml", "two.yaml", "late.yaml");
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "late");
  private static final int COMMANDS = 4;
  private static final int STEPS = 40;

  @TempDir private Path folder;
  private ForwardsFixture fixture;
  private String taken = "";

  @BeforeEach
  void missAFileOfTheLastDaemon() throws IOException, InterruptedException, LoadException {
    fixture = new ForwardsFixture(folder);
    taken = String.valueOf(ForwardsFixture.freePort());
    fixture.start(fixture.file("late.yaml", web("late")), "late");
    Files.delete(folder.resolve("late.yaml"));
    fixture.startAnew();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** One command after the other, each chosen by chance. */
  private final class Commands implements Owner {
    private final Random random;

    Commands(long seed) {
      this.random = new Random(seed);
    }

    @Override
    public void onChange(StatusChange change) {}

    @Override
    public void onTrouble(ServiceTrouble trouble) {}

    void run() throws IOException, InterruptedException {
      for (int i = 0; i < STEPS; i++) {
        try {
          step();
        } catch (LoadException _) {
          // refused whole, as it must be
        }
        assertNoNameTwice();
      }
      fixture.forwards.letGo(this);
    }

    private void step() throws IOException, InterruptedException, LoadException {
      Forwards forwards = fixture.forwards;
      switch (random.nextInt(10)) {
        case 0, 1 -> forwards.load(fixture.file(file(), services()));
        case 2 -> {
          fixture.file(file(), services());
          forwards.reload(folder.resolve(file()).toString());
        }
        case 3, 4 -> forwards.start(names());
        case 5 -> forwards.start(names(), Consent.NOT_GIVEN, this);
        case 6 -> {
          forwards.start(
              List.of(commandLine()),
              new Caller(folder.resolve("kube/config").toString()),
              Consent.NOT_GIVEN,
              random.nextBoolean() ? this : null);
          forwards.hear(this, names());
        }
        case 7 -> forwards.stop(names());
        case 8 -> forwards.letGo(this);
        default -> {
          forwards.restart(names());
          forwards.giveUp(new Selection(names(), List.of(), false, null));
        }
      }
    }

    private String file() {
      return FILES.get(random.nextInt(FILES.size()));
    }

    private List<String> names() {
      return NAMES.stream().filter(_ -> random.nextInt(3) == 0).toList();
    }

    /** Services of a file; b and c want the same port. */
    private String services() {
      StringBuilder services = new StringBuilder(web("only-" + random.nextInt(100)));
      for (String name : names()) {
        boolean fixed = name.equals("b") || name.equals("c");
        services.append(fixed ? web(name).replace("auto", taken) : web(name));
        services.append(random.nextBoolean() ? "" : "    tags: [changed]\n");
      }
      return services.toString();
    }

    private AdHoc commandLine() {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String namespace = random.nextBoolean() ? "shop" : "team";
      return new AdHoc("services:\n" + web(name).replace("shop", namespace), Settled.NOTHING);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void namesAndPortsAreGivenOnceAndWhatIsWantedIsOnDisk(long seed)
      throws IOException, InterruptedException {
    List<CompletableFuture<Void>> commands = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      commands.add(begin(new Commands(seed * COMMANDS + i)));
    }
    commands.forEach(Await::get);
    fixture.forwards.giveUp(ALL);

    assertThat(fixture.forwards.notSaved()).isNull();
    Await.until("what is on disk runs, and nothing else", () -> running().equals(wanted()));
    fixture.forwards.awaitSettled(List.copyOf(running()), Await.LIMIT);
    assertThat(ports()).doesNotHaveDuplicates();
  }

  @Test
  void aServiceThatWasBoundUntilItsFileLostItIsBoundNoLonger()
      throws IOException, InterruptedException, LoadException {
    Owner owner = new DeafOwner();
    fixture.forwards.load(fixture.file("one.yaml", web("a")));
    fixture.forwards.start(List.of("a"), Consent.NOT_GIVEN, owner);
    fixture.forwards.load(fixture.file("one.yaml", web("b")));
    fixture.forwards.load(fixture.file("one.yaml", web("a")));

    fixture.forwards.start(List.of("a"));
    assertThat(wanted()).contains("a of " + folder.resolve("one.yaml"));

    fixture.forwards.letGo(owner);
    fixture.await("a", "connected");
  }

  private static CompletableFuture<Void> begin(Commands commands) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            commands.run();
            over.complete(null);
          } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            over.completeExceptionally(e);
          }
        });
    return over;
  }

  private void assertNoNameTwice() {
    Listing now = fixture.forwards.listing();
    List<String> names =
        FILES.stream()
            .flatMap(file -> now.autostarting(folder.resolve(file).toString()).stream())
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    for (ServiceStatus service : now.statuses()) {
      boolean ofFile = service.configFile() != null;
      assertThat(names.contains(service.name())).as(service.name()).isEqualTo(ofFile);
    }
  }

  private Set<String> running() {
    Set<String> running = new TreeSet<>();
    for (ServiceStatus service : fixture.forwards.statuses()) {
      if (!service.state().equals("stopped")) {
        running.add(service.name() + " of " + service.configFile());
      }
    }
    return running;
  }

  private Set<String> wanted() {
    Set<String> wanted = new TreeSet<>();
    fixture
        .onDisk()
        .wanted()
        .forEach(service -> wanted.add(service.name() + " of " + service.file()));
    return wanted;
  }

  private List<Integer> ports() {
    return fixture.forwards.statuses().stream()
        .flatMap(service -> service.ports().stream())
        .map(port -> port.local().stream().map(PortStatus.Address::port).findFirst().orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }
}
