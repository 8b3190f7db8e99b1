package dev.localport.daemon.forward.upstream;

import dev.localport.daemon.forward.upstream.Protocols.Declined;
import dev.localport.daemon.tunnel.DialException;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Refusal;
import dev.localport.daemon.tunnel.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a session over the best protocol that the server and all in between let through.
 * Thread-safe; blocks.
 */
final class ProtocolDial {
  private static final Logger log = LoggerFactory.getLogger(ProtocolDial.class);

  private final Protocols protocols;

  ProtocolDial(Protocols protocols) {
    this.protocols = protocols;
  }

  /** Opens one session over one protocol. */
  interface Dial {
    Session over(Protocol protocol) throws DialException, InterruptedException;
  }

  /** Opens a session; what failed first is thrown where none serves, as the user's main concern. */
  Session open(String way, Purpose purpose, Dial dial) throws DialException, InterruptedException {
    List<Declined> declined = new ArrayList<>();
    List<DialException> failures = new ArrayList<>();
    for (Protocol protocol : protocols.order(way, purpose)) {
      try {
        Session session = dial.over(protocol);
        if (protocols.serves(way, protocol, declined)) {
          log(way, protocol);
        }
        return session;
      } catch (DialException e) {
        Optional<Refusal> refusal = e.refusal();
        if (refusal.isEmpty() || !mayOthersServe(refusal.get())) {
          throw told(failures, e);
        }
        failures.add(e);
        declined.add(declined(protocol, refusal.get()));
        log.atDebug()
            .addKeyValue("route", way)
            .addKeyValue("protocol", protocol.word())
            .addKeyValue("why", refusal.get().words())
            .log("protocol declined");
      }
    }
    throw failures.getFirst();
  }

  /**
   * What a server says to everybody it says over each protocol. A WebSocket is a GET, which the
   * user may be allowed where a POST is not.
   */
  static boolean mayOthersServe(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Answered(int status, boolean isKubernetes, String words) ->
          switch (status) {
            case 401 -> false;
            case 403 -> !isKubernetes || words.contains("cannot create");
            case 404 -> !isKubernetes;
            default -> true;
          };
      case Refusal.Broke _, Refusal.Silent _ -> true;
    };
  }

  /** Who may not {@code create} is told so, and not that {@code get} is missing as well. */
  private static DialException told(List<DialException> before, DialException last) {
    return before.stream()
        .filter(each -> isForbidden(each) && isForbidden(last))
        .findFirst()
        .orElse(last);
  }

  private static boolean isForbidden(DialException failure) {
    return failure.refusal().orElse(null)
            instanceof Refusal.Answered(int status, boolean isKubernetes, String _)
        && status == 403
        && isKubernetes;
  }

  private static Declined declined(Protocol protocol, Refusal refusal) {
    return new Declined(protocol, refusal.words(), refusal instanceof Refusal.Silent);
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
