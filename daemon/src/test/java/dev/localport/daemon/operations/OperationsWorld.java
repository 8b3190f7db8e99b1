package dev.localport.daemon.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.localport.api.OperationKind;
import dev.localport.api.OperationStatus;
import dev.localport.api.Settled;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.state.NewerStateException;
import dev.localport.daemon.state.StateFile;
import dev.localport.daemon.state.StateKeeper;
import dev.localport.daemon.time.ManualTimers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A daemon with services, two clusters, a disk and people, as small as can be, and what must hold
 * of its operations whatever happens. Memory and disk change in separate steps, so that a kill
 * comes between any two of them.
 *
 * <p>Over 300 lines, since each step of the play and what must hold after it share this state.
 */
final class OperationsWorld {
  private static final int MOST = 3;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

  private final ManualTimers timers = new ManualTimers();
  private final Random random;
  private final Disk disk;
  private final List<String> story = new ArrayList<>();
  private final Set<String> offline = new TreeSet<>();
  private final Map<Long, Issued> issued = new HashMap<>(); // by number, the last one of it
  private Map<String, Service> running = new TreeMap<>();
  private Operations operations = new Operations(timers, MOST);
  private DesiredState saved = DesiredState.NOTHING; // what the disk has taken last
  private int now; // counts steps
  private int kills;

  /** Where what is wanted is kept. */
  interface Disk {
    /** Writes, and tells whether that worked. */
    boolean write(DesiredState state);

    /** Returns what is there; memory is empty then. */
    DesiredState read();

    /** Takes nothing from now on, or takes everything again. */
    void full(boolean isFull);

    /** A write was cut off by a kill. */
    void tear(Random random);
  }

  /** A command of a person: one of a number that was never on disk is forgotten with a kill. */
  private static final class Issued {
    final OperationKind kind;
    final String service;
    final int at;
    final boolean wasUp;
    int told;

    Issued(OperationKind kind, String service, int at, boolean wasUp) {
      this.kind = kind;
      this.service = service;
      this.at = at;
      this.wasUp = wasUp;
    }
  }

  /** A forward: what it was told and has not acted on, and when its session was opened. */
  private static final class Service {
    final Deque<Long> mailbox = new ArrayDeque<>();
    boolean isUp;
    boolean waits; // suspended: cluster_offline
    int openedAt = -1;
  }

  OperationsWorld(Random random, Disk disk) {
    this.random = random;
    this.disk = disk;
    listen();
  }

  private void listen() {
    operations.journal(entry -> {
      var built = entry.build();
      String[] words = Objects.requireNonNull(built.detail()).split(" ", -1);
      if (OperationStatus.DONE.equals(built.state()) && !words[0].equals("stop")) {
        done(Long.parseLong(words[1]));
      }
    });
  }

  List<String> story() {
    return story;
  }

  int kills() {
    return kills;
  }

  private static String context(String service) {
    return NAMES.indexOf(service) % 2 == 0 ? "dev" : "prod";
  }

  private boolean isAway(String service) {
    return offline.contains(context(service));
  }

  /** One thing happens, and what must hold is looked at. */
  void step() {
    now++;
    timers.advance(Duration.ofSeconds(1));
    switch (random.nextInt(16)) {
      case 0, 1 -> start(some());
      case 2, 3 -> again(OperationKind.RESTART, some());
      case 4, 5 -> again(OperationKind.RECONNECT, some());
      case 6 -> stop(some());
      case 7 -> cancel();
      case 8 -> away(random.nextBoolean() ? "dev" : "prod");
      case 9 -> back(random.nextBoolean() ? "dev" : "prod");
      case 10 -> disk.full(random.nextInt(3) == 0);
      case 11 -> kill();
      case 12, 13 -> write();
      default -> some().forEach(this::act);
    }
    check();
  }

  private List<String> some() {
    List<String> names = NAMES.stream().filter(_ -> random.nextInt(4) == 0).toList();
    story.add(now + " " + names);
    return names;
  }

  private void tell(String what) {
    story.add(now + " " + what);
  }

  private void start(List<String> names) {
    tell("start");
    List<String> away = names.stream().filter(name -> !isUp(name) && isAway(name)).toList();
    if (isRefused(away)) {
      return;
    }
    for (String name : names) {
      boolean isNew = !running.containsKey(name);
      Service service = running.computeIfAbsent(name, _ -> new Service());
      boolean known = random.nextBoolean() || !isNew; // whether it is known that it is offline
      if (isAway(name) && known && !service.isUp && operations.find(name) == null) {
        service.waits = true;
        issue(OperationKind.START, name, operations.queue(OperationKind.START, name, null, false));
      } else if (isNew) {
        issue(OperationKind.START, name, operations.begin(OperationKind.START, name, null));
      }
    }
  }

  private boolean isUp(String name) {
    Service service = running.get(name);
    return service != null && service.isUp;
  }

  private void again(OperationKind kind, List<String> names) {
    tell(kind.word());
    List<String> meant = names.stream().filter(running::containsKey).toList();
    List<String> away = meant.stream().filter(this::isAway).toList();
    if (isRefused(away)) {
      return;
    }
    for (String name : meant) {
      Service service = service(name);
      if (away.contains(name)) {
        issue(kind, name, operations.queue(kind, name, context(name), service.isUp));
      } else {
        long id = operations.begin(kind, name, context(name));
        issue(kind, name, id);
        deliver(service, id);
      }
    }
  }

  private Service service(String name) {
    return Objects.requireNonNull(running.get(name));
  }

  /** A full queue refuses a command whole. */
  private boolean isRefused(List<String> away) {
    long more = away.stream().filter(name -> operations.find(name) == null).count();
    List<OperationStatus> before = operations.list();
    Throwable refused = catchThrowable(() -> operations.requireRoom(away));
    assertThat(refused != null)
        .as("refused")
        .isEqualTo(more > 0 && operations.pending().size() + more > MOST);
    assertThat(operations.list()).isEqualTo(before);
    return refused != null;
  }

  private void issue(OperationKind kind, String name, long id) {
    tell("= %s %d of %s".formatted(kind.word(), id, name));
    assertThat(id)
        .as("a number that was on disk is not given again")
        .isGreaterThan(saved.queue().last());
    issued.put(id, new Issued(kind, name, now, isUp(name)));
  }

  private void deliver(Service service, long id) {
    Issued meant = issued.get(id);
    if (meant != null) {
      meant.told++;
      assertThat(meant.told).as("told once: operation %d", id).isEqualTo(1);
    }
    service.mailbox.add(id);
  }

  private void stop(List<String> names) {
    tell("stop");
    for (String name : names) {
      if (running.containsKey(name)) {
        operations.stop(name, context(name));
        running.remove(name);
      }
    }
  }

  private void cancel() {
    operations.list().stream()
        .filter(OperationStatus::isPending)
        .findAny()
        .ifPresent(one -> {
          tell("cancel " + one.id());
          assertThat(operations.cancel(one.id())).isNotNull();
          if (one.operation().equals(OperationKind.START.word())) {
            running.remove(one.service());
          }
        });
  }

  private void away(String context) {
    tell("away " + context);
    offline.add(context);
    running.forEach((name, service) -> {
      if (context(name).equals(context) && !service.isUp) {
        suspend(name, service);
      }
    });
  }

  private void suspend(String name, Service service) {
    service.waits = true;
    operations.offline(name, context(name));
  }

  /** Services are told in the order of their operations, as the monitor does. */
  private void back(String context) {
    tell("back " + context);
    if (!offline.remove(context)) {
      return;
    }
    long last = 0;
    for (String name : inTurn(context)) {
      Operations.Told told = operations.back(name);
      Service service = service(name);
      service.waits = false;
      if (told != null) {
        assertThat(told.id()).as("in order").isGreaterThan(last);
        last = told.id();
        deliver(service, told.id());
      }
    }
  }

  private List<String> inTurn(String context) {
    return running.keySet().stream()
        .filter(name -> context(name).equals(context))
        .sorted(Comparator.comparingLong(this::turn))
        .toList();
  }

  private long turn(String name) {
    Long id = operations.find(name);
    return id == null ? Long.MAX_VALUE : id;
  }

  /** A forward acts on what it was told, is connected, or loses its session. */
  private void act(String name) {
    Service service = running.get(name);
    if (service == null) {
      return;
    }
    Long told = service.mailbox.poll();
    if (told != null) {
      tell(name + " acts on " + told);
      service.isUp = false;
      operations.heard(told);
      if (isAway(name)) {
        suspend(name, service);
      }
    } else if (service.isUp) {
      tell(name + " loses its session");
      service.isUp = false;
      if (isAway(name)) {
        suspend(name, service);
      }
    } else if (!service.waits && !isAway(name)) {
      connect(name, service);
    } else if (isAway(name)) {
      suspend(name, service);
    }
  }

  private void connect(String name, Service service) {
    tell(name + " is connected");
    service.isUp = true;
    service.openedAt = now;
    boolean _ = operations.up(name, context(name));
  }

  /** Is told that an operation is done: its service has a session that is not older. */
  private void done(long id) {
    Issued meant = issued.get(id);
    if (meant != null && running.containsKey(meant.service)) {
      Service service = service(meant.service);
      assertThat(service.isUp).as("up: operation %d", id).isTrue();
      assertThat(service.openedAt).as("operation %d", id).isGreaterThanOrEqualTo(meant.at);
    }
  }

  private DesiredState wanted() {
    List<DesiredState.Wanted> wanted =
        running.keySet().stream()
            .map(name -> new DesiredState.Wanted(name, null, Settled.NOTHING))
            .toList();
    return new DesiredState(List.of(), wanted, List.of(), operations.kept(running.keySet()));
  }

  private void write() {
    DesiredState state = wanted();
    boolean worked = disk.write(state);
    tell(worked ? "written" : "not written");
    if (worked) {
      saved = state;
    }
  }

  /** The daemon is killed and comes back to what the disk has. */
  private void kill() {
    tell("killed");
    kills++;
    disk.tear(random);
    DesiredState found = disk.read();
    assertThat(found).as("what was written is there, whole").isEqualTo(saved);
    issued.keySet().removeIf(id -> id > found.queue().last());
    operations = new Operations(timers, MOST);
    listen();
    operations.restore(found.queue());
    running = new TreeMap<>();
    found.wanted().forEach(service -> running.put(service.name(), new Service()));
    operations.retain(running.keySet(), "not loaded");
    assertThat(operations.kept(running.keySet())).as("nothing is lost").isEqualTo(saved.queue());
    running.forEach((name, service) -> {
      if (isAway(name)) {
        suspend(name, service);
      }
    });
  }

  private void check() {
    List<OperationStatus> pending =
        operations.list().stream().filter(OperationStatus::isPending).toList();
    assertThat(pending).hasSizeLessThanOrEqualTo(MOST);
    assertThat(pending).map(OperationStatus::id).isSorted().doesNotHaveDuplicates();
    assertThat(pending).map(OperationStatus::service).doesNotHaveDuplicates();
    assertThat(running.keySet())
        .containsAll(pending.stream().map(OperationStatus::service).toList());
    assertThat(operations.pending()).hasSameSizeAs(pending);
  }

  /** All is well again: then each operation that waits is done, and was told where it had to be. */
  void settle() {
    List<OperationStatus> pending =
        operations.list().stream().filter(OperationStatus::isPending).toList();
    disk.full(false);
    back("dev");
    back("prod");
    for (int i = 0; i < 100 && !isSettled(); i++) {
      now++;
      NAMES.forEach(name -> {
        Service service = running.get(name);
        if (service != null && (!service.isUp || !service.mailbox.isEmpty())) {
          act(name);
        }
      });
    }
    assertThat(operations.pending()).as("nothing waits after that").isEmpty();
    for (OperationStatus one : pending) {
      OperationStatus after = operations.status(one.id());
      assertThat(after).extracting(OperationStatus::state).isEqualTo(OperationStatus.DONE);
      Issued meant = issued.get(one.id());
      if (meant != null && meant.wasUp && meant.kind == OperationKind.RESTART && kills == 0) {
        assertThat(meant.told).as("operation %d was told", one.id()).isEqualTo(1);
      }
    }
    write();
    assertThat(saved.queue().pending()).isEmpty();
  }

  private boolean isSettled() {
    return operations.pending().isEmpty()
        && running.values().stream().allMatch(one -> one.isUp && one.mailbox.isEmpty());
  }

  /** Keeps in memory what a kill leaves. */
  static final class Memory implements Disk {
    private DesiredState state = DesiredState.NOTHING;
    private boolean isFull;

    @Override
    public boolean write(DesiredState now) {
      if (!isFull) {
        state = now;
      }
      return !isFull;
    }

    @Override
    public DesiredState read() {
      return state;
    }

    @Override
    public void full(boolean now) {
      isFull = now;
    }

    @Override
    public void tear(Random random) {
      // memory has no half of a file
    }
  }

  /** The file of the daemon itself. */
  static final class Real implements Disk {
    private final StateFile file;
    private final Path grown;
    private DesiredState next = DesiredState.NOTHING;
    private StateKeeper keeper;

    Real(StateFile file, Path home) {
      this.file = file;
      this.grown = home.resolve("state.json.tmp");
      this.keeper = keeper();
    }

    /* Its clock stands still, so that nothing is written but when the test says so. */
    private StateKeeper keeper() {
      return new StateKeeper(file, () -> next, new ManualTimers());
    }

    @Override
    public boolean write(DesiredState now) {
      next = now;
      try {
        return keeper.awaitKept() == null;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public DesiredState read() {
      full(false);
      keeper = keeper();
      try {
        return keeper.read();
      } catch (NewerStateException | IOException e) {
        throw new AssertionError(e);
      }
    }

    /* A folder in the place of the file that grows lets nothing grow there. */
    @Override
    public void full(boolean isFull) {
      Path inside = grown.resolve("full");
      try {
        if (isFull && !Files.exists(inside)) {
          Files.deleteIfExists(grown);
          Files.createDirectories(inside);
        } else if (!isFull && Files.exists(inside)) {
          Files.delete(inside);
          Files.delete(grown);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void tear(Random random) {
      full(false);
      String half = "{\"version\" : 1, \"wanted\" : [ {\"na";
      try {
        Files.writeString(grown, half.substring(0, random.nextInt(half.length())));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
