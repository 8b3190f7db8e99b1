package dev.localport.daemon.forward.upstream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.tunnel.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Remembers for each route to an API server which protocol works, and why the better ones do not.
 * Thread-safe.
 *
 * <p>What refuses costs a round trip and is asked again whenever a forward has no session: a laptop
 * changes its network. What lets us wait until we give up would cost ten seconds each time, and is
 * asked again after an hour, when the network changes, or when the user asks to reconnect.
 */
final class Protocols {
  static final Duration LOOK_AGAIN = Duration.ofHours(1);

  /**
   * A protocol that did not serve.
   *
   * @param why plain words
   * @param hung whether there was no answer at all
   */
  record Declined(Protocol protocol, String why, boolean hung) {}

  /**
   * What works.
   *
   * @param better what was asked before and declined
   * @param since when they were asked
   */
  record Known(Protocol protocol, List<Declined> better, Instant since) {
    Known {
      better = List.copyOf(better);
    }

    /** Says why no better protocol works; empty for the best one. */
    String why() {
      return better.stream()
          .map(declined -> "%s: %s".formatted(declined.protocol().text(), declined.why()))
          .collect(Collectors.joining("; "));
    }
  }

  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<String, Known> ways = new HashMap<>();

  Protocols(InstantSource clock) {
    this.clock = clock;
  }

  /** The network changed: what did not answer may answer now, so better ones are asked again. */
  synchronized void lookAgain() {
    ways.replaceAll((way, known) -> new Known(known.protocol(), known.better(), Instant.EPOCH));
  }

  synchronized Optional<Known> find(String way) {
    return Optional.ofNullable(ways.get(way));
  }

  /** Returns the protocols in the order in which an attempt asks for them. */
  synchronized List<Protocol> order(String way, Purpose purpose) {
    List<Protocol> order = new ArrayList<>(Arrays.asList(Protocol.values()));
    Known known = ways.get(way);
    if (known != null && !isTimeToLook(known, purpose)) {
      order.remove(known.protocol());
      order.addFirst(known.protocol());
    }
    return order;
  }

  private boolean isTimeToLook(Known known, Purpose purpose) {
    return switch (purpose) {
      case TEST, ASKED -> true;
      case CONNECT -> isOld(known) || known.better().stream().noneMatch(Declined::hung);
      case SPARE -> isOld(known);
    };
  }

  private boolean isOld(Known known) {
    return !clock.instant().isBefore(known.since().plus(LOOK_AGAIN));
  }

  /**
   * Remembers what served an attempt; returns whether that is another protocol than before.
   *
   * @param declined what the attempt asked for before without success
   */
  synchronized boolean serves(String way, Protocol protocol, List<Declined> declined) {
    Known before = ways.get(way);
    boolean isNew = before == null || before.protocol() != protocol;
    List<Declined> better =
        declined.stream().filter(each -> each.protocol().compareTo(protocol) < 0).toList();
    if (isNew || !better.isEmpty()) { // else the better ones were not asked this time
      ways.put(way, new Known(protocol, better, clock.instant()));
    }
    return isNew;
  }
}
