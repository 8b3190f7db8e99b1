package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.forward.upstream.Protocols.Declined;
import dev.localport.daemon.tunnel.DialException;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Refusal;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a session over the best protocol that the server and all in between let through.
 * Thread-safe; blocks.
 */
final class ProtocolDial {
  /** How long one protocol may take; one that is asked a second time has less. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  static final Duration SECOND_LIMIT = Duration.ofSeconds(2);

  private static final int SERVER_ERROR = 500;
  private static final Failure BETTER_ONE =
      new Failure(FailureKind.SESSION, "a better protocol works");
  private static final Logger log = LoggerFactory.getLogger(ProtocolDial.class);

  private final Protocols protocols;

  ProtocolDial(Protocols protocols) {
    this.protocols = protocols;
  }

  /** Opens one session over one protocol, within a limit. */
  interface Dial {
    Session over(Protocol protocol, Duration limit) throws DialException, InterruptedException;
  }

  /** Opens a session; where no protocol works, {@link #cause} of all failures is thrown. */
  Session open(String way, Purpose purpose, Dial dial) throws DialException, InterruptedException {
    Map<Protocol, DialException> failures = new LinkedHashMap<>();
    for (Protocol protocol : protocols.order(way, purpose)) {
      try {
        Session session = dial.over(protocol, LIMIT);
        return confirmed(way, session, failures, dial);
      } catch (DialException e) {
        Refusal refusal = e.refusal().orElse(null);
        if (refusal == null || !mayOthersServe(refusal)) {
          throw told(failures.values(), e);
        }
        failures.put(protocol, e);
        log.atDebug()
            .addKeyValue("route", way)
            .addKeyValue("protocol", protocol.word())
            .addKeyValue("why", refusal.words())
            .log("protocol declined");
      }
    }
    throw cause(failures, protocols.find(way).map(Protocols.Known::protocol).orElse(null));
  }

  /**
   * What failed while the server or something in between had trouble may work a moment later. So
   * the better protocols that failed like that are asked once more before a lesser one is kept.
   */
  private Session confirmed(
      String way, Session session, Map<Protocol, DialException> failures, Dial dial)
      throws InterruptedException {
    Session best = session;
    for (Map.Entry<Protocol, DialException> failed : failures.entrySet()) {
      if (failed.getKey().compareTo(session.protocol()) < 0 && isInDoubt(failed.getValue())) {
        try {
          best = dial.over(failed.getKey(), SECOND_LIMIT);
          session.close(BETTER_ONE);
          break;
        } catch (DialException e) {
          failed.setValue(e.refusal().isPresent() ? e : failed.getValue());
        } catch (InterruptedException e) {
          session.close(BETTER_ONE); // it is known only here
          throw e;
        }
      }
    }
    if (protocols.serves(way, best.protocol(), declined(failures))) {
      log(way, best.protocol());
    }
    return best;
  }

  private static boolean isInDoubt(DialException failure) {
    return switch (failure.refusal().orElse(null)) {
      case Refusal.Answered answered -> answered.status() >= SERVER_ERROR;
      case Refusal.Broke _, Refusal.Silent _ -> true;
      case null -> false;
    };
  }

  /**
   * Returns whether a refusal is one of the protocol alone. What a server says to everybody it says
   * over each protocol, and a failure behind it, such as a kubelet that cannot be reached, is none
   * of the protocol at all. A WebSocket is a GET, which the user may be allowed where a POST is
   * not.
   */
  static boolean mayOthersServe(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Answered(int status, boolean isKubernetes, String words) ->
          switch (status) {
            case 401 -> false;
            case 403 -> !isKubernetes || words.contains("cannot create");
            case 404, 429 -> !isKubernetes;
            default -> !isKubernetes || status < SERVER_ERROR;
          };
      case Refusal.Broke _, Refusal.Silent _ -> true;
    };
  }

  /** If {@code create} is missing, only that is reported, and not {@code get} as well. */
  private static DialException told(Collection<DialException> before, DialException last) {
    return before.stream()
        .filter(each -> isForbidden(each) && isForbidden(last))
        .findFirst()
        .orElse(last);
  }

  /**
   * Returns the failure that counts where all protocols failed: what the API server itself says,
   * unless it only declines the upgrade; else what became of the protocol that worked last.
   *
   * @param lastUsed null: none worked before
   */
  private static DialException cause(
      Map<Protocol, DialException> failures, @Nullable Protocol lastUsed) {
    return failures.values().stream()
        .filter(ProtocolDial::isForbidden)
        .findFirst()
        .or(() -> Optional.ofNullable(lastUsed).map(failures::get))
        .orElseGet(() -> failures.values().iterator().next());
  }

  private static boolean isForbidden(DialException failure) {
    return failure.refusal().orElse(null)
            instanceof Refusal.Answered(int status, boolean isKubernetes, String _)
        && status == 403
        && isKubernetes;
  }

  private static List<Declined> declined(Map<Protocol, DialException> failures) {
    List<Declined> declined = new ArrayList<>();
    failures.forEach((protocol, failure) ->
        failure
            .refusal()
            .ifPresent(refusal ->
                declined.add(
                    new Declined(protocol, refusal.words(), refusal instanceof Refusal.Silent))));
    return declined;
  }

  private void log(String way, Protocol protocol) {
    String why = protocols.find(way).map(Protocols.Known::why).orElse("");
    log.atInfo()
        .addKeyValue("route", way)
        .addKeyValue("protocol", protocol.word())
        .addKeyValue("why", why.isEmpty() ? "it is the best one" : why)
        .log("protocol chosen");
  }
}
