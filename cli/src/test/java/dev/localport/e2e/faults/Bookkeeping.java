package dev.localport.e2e.faults;

import dev.localport.e2e.faults.Mishap.Effect;
import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Compares the journal and the counters with what the fault script did. */
final class Bookkeeping {
  private final List<Mishap> script;
  private final List<Mishap> slow;
  private final List<JsonObject> events;
  private final JsonObject status;
  private long byMachine;
  private final List<String> failures = new ArrayList<>();

  /**
   * Takes what happened.
   *
   * @param slow when the cluster was slow by itself
   */
  Bookkeeping(List<Mishap> script, List<Mishap> slow, List<JsonObject> events, JsonObject status) {
    this.script = script;
    this.slow = slow;
    this.events = events;
    this.status = status;
  }

  /** Returns what does not agree. */
  List<String> check(Instant begun) {
    daemonsDied();
    long losses = 0;
    long outages = 0;
    for (JsonObject service : status.objects("services")) {
      String name = service.text("name");
      losses += lossesAreExplained(name, begun);
      everyBlowIsThere(name);
      outages += reconnectsAgree(name, service);
    }
    System.out.printf(
        "script: %d faults; journal: %d events; %d losses of %d services (%d while the cluster was"
            + " slow by itself, %d times); %d reconnects%n",
        script.size(),
        events.size(),
        losses,
        status.objects("services").size(),
        byMachine,
        slow.size(),
        outages);
    return failures;
  }

  private void daemonsDied() {
    long killed = script.stream().filter(Mishap::isKill).count();
    long died =
        events.stream().filter(each -> "daemon died".equals(each.findText("detail"))).count();
    System.out.printf("daemons killed: %d, deaths in the journal: %d%n", killed, died);
    if (killed != died) {
      failures.add("%d daemons were killed, the journal says %d".formatted(killed, died));
    }
  }

  /** Every loss comes from a fault that can cause one. */
  private long lossesAreExplained(String service, Instant begun) {
    List<Instant> losses =
        events.stream()
            .filter(each -> Journal.isOf(each, service) && Journal.is(each, "disconnected"))
            .map(Journal::at)
            .filter(at -> at.isAfter(begun))
            .toList();
    for (Instant loss : losses) {
      boolean explained =
          script.stream().anyMatch(each -> each.effect() != Effect.NONE && each.explains(loss));
      boolean busy = !explained && slow.stream().anyMatch(each -> each.explains(loss));
      byMachine += busy ? 1 : 0;
      if (!explained && !busy) {
        failures.add("%s was lost at %s, and no fault explains it".formatted(service, loss));
      }
    }
    return losses.size();
  }

  /** Every fault that ends all sessions is an event of every service. */
  private void everyBlowIsThere(String service) {
    for (Mishap each : script) {
      boolean there =
          events.stream()
              .anyMatch(event ->
                  Journal.isOf(event, service)
                      && (Journal.is(event, "disconnected") || isIdle(event))
                      && each.explains(Journal.at(event)));
      if (each.effect() == Effect.ALL && !there) {
        failures.add("%s: no loss of %s".formatted(each, service));
      }
    }
  }

  private static boolean isIdle(JsonObject event) {
    return "idle".equals(event.findText("detail"));
  }

  /**
   * Its counter has every {@code reconnected}, and every return after a death of the daemon: for
   * the next daemon that is the first {@code connected} of its own.
   */
  private long reconnectsAgree(String name, JsonObject service) {
    long counted = service.number("reconnects");
    long written = 0;
    boolean died = false;
    for (JsonObject event : events) {
      died |= "daemon died".equals(event.findText("detail"));
      if (Journal.isOf(event, name)) {
        boolean isBack = died && Journal.is(event, "connected");
        written += isBack || Journal.is(event, "reconnected") ? 1 : 0;
        died &= !isBack && !"idle".equals(event.findText("state"));
      }
    }
    if (counted != written) {
      failures.add(
          "%s: the counter says %d reconnects, the journal %d".formatted(name, counted, written));
    }
    return written;
  }
}
