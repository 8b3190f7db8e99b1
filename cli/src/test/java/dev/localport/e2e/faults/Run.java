package dev.localport.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.Ports;
import dev.localport.e2e.faults.NewConnections.Attempt;
import dev.localport.e2e.faults.Row.Open;
import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Plays a row: traffic before, during and after, and what was seen of it. */
final class Run {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final int AT_FIRST = 20;

  private final Row row;
  private final Scene scene;
  private Instant begun = Instant.EPOCH;
  private Instant over = Instant.EPOCH;
  private long sequence;
  private long begunNanos;
  private long overNanos;

  Run(Row row, Scene scene) {
    this.row = row;
    this.scene = scene;
  }

  /** Returns what was measured; fails where something does not hold that has to. */
  Outcome play() throws IOException, InterruptedException {
    scene.start();
    int port = Ports.of(scene.localport(), Scene.SERVICE);
    awaitCluster("connected", "degraded");
    NewConnections fresh = NewConnections.toEcho(port, PACE);
    StatusWatch watch = new StatusWatch(scene.localport().home());
    try (OpenConnections open = OpenConnections.connect(port);
        watch;
        fresh) {
      Await.until("answers", () -> fresh.over().size() >= AT_FIRST);
      happens();
      recovers(fresh);
      return outcome(open, fresh, watch);
    }
  }

  private void happens() throws IOException, InterruptedException {
    sequence = Journal.last(scene.localport());
    begun = Instant.now();
    begunNanos = System.nanoTime();
    row.happening().happen(scene);
    over = Instant.now();
    overNanos = System.nanoTime();
  }

  private void recovers(NewConnections fresh) {
    var _ = fresh.awaitAnswer(overNanos);
    Await.until(
        Duration.ofMinutes(7),
        "service that is connected again",
        () -> DaemonStatus.read(scene.localport().home()).objects("services").getFirst(),
        service -> DaemonStatus.state(service).equals("connected"));
    awaitCluster("connected", "degraded");
  }

  private void awaitCluster(String... states) {
    Await.until(
        Duration.ofMinutes(2),
        "cluster in one of " + List.of(states),
        () ->
            DaemonStatus.read(scene.localport().home())
                .objects("clusters")
                .getFirst()
                .text("state"),
        state -> List.of(states).contains(state));
  }

  private Outcome outcome(OpenConnections open, NewConnections fresh, StatusWatch watch)
      throws IOException, InterruptedException {
    List<String> fates = open.fates(begunNanos);
    if (row.expected().open() == Open.LIVE) {
      assertThat(fates).as(row.fault()).containsOnly("goes on");
      open.assertWhole();
    } else {
      assertThat(fates).as(row.fault()).allMatch(each -> each.startsWith("broken"));
    }
    fresh.close();
    watch.close();
    List<JsonObject> events = events();
    List<Attempt> during = during(fresh);
    return new Outcome(
        row, noticed(events, watch), watch, fates, during, recovered(events, during), events);
  }

  /** Returns the events of the row; a cluster that is slow is one only where that is the fault. */
  private List<JsonObject> events() throws IOException, InterruptedException {
    Predicate<JsonObject> slow =
        event ->
            "degraded".equals(event.findText("state"))
                || ("degraded".equals(event.findText("previous"))
                    && "connected".equals(event.findText("state")));
    boolean slownessCounts = row.expected().events().contains("cluster:degraded");
    return Journal.after(scene.localport(), sequence).stream()
        .filter(event -> slownessCounts || !slow.test(event))
        .toList();
  }

  private List<Attempt> during(NewConnections fresh) {
    return fresh.over().stream().filter(each -> each.ended() > begunNanos).toList();
  }

  private String noticed(List<JsonObject> events, StatusWatch watch) {
    List<Instant> signs =
        new ArrayList<>(events.stream().map(Journal::at).filter(at -> at.isAfter(begun)).toList());
    watch.noted().filter(at -> at.isAfter(begun)).ifPresent(signs::add);
    return signs.stream()
        .min(Instant::compareTo)
        .map(at -> Outcome.seconds(Duration.between(begun, at)))
        .orElse("–");
  }

  /** Counts until new connections are answered, and until service and cluster are connected. */
  private String recovered(List<JsonObject> events, List<Attempt> during) {
    long answered =
        during.stream()
            .filter(each -> each.isAnswered() && each.begun() > overNanos)
            .mapToLong(Attempt::ended)
            .min()
            .orElseThrow();
    Duration traffic = Duration.ofNanos(answered - overNanos);
    Duration journal =
        events.stream()
            .filter(Run::isReturn)
            .map(event -> Duration.between(over, Journal.at(event)))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return Outcome.seconds(traffic.compareTo(journal) > 0 ? traffic : journal);
  }

  private static boolean isReturn(JsonObject event) {
    return Journal.is(event, "reconnected")
        || Journal.is(event, "connected")
        || (Journal.is(event, "cluster") && "connected".equals(event.findText("state")));
  }
}
