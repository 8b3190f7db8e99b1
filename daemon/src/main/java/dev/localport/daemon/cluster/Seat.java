package dev.localport.daemon.cluster;

import dev.localport.api.PodInfo;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service's place at a monitor. Thread-safe; compared by identity. */
final class Seat {
  private static final Logger log = LoggerFactory.getLogger(Seat.class);

  private final ClusterUser user;
  private volatile boolean closed;

  Seat(ClusterUser user) {
    this.user = user;
  }

  ClusterUser user() {
    return user;
  }

  /** Nobody is told any more. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  void tellAway() {
    tell(user.listener()::onAway);
  }

  void tellBack() {
    tell(user.listener()::onBack);
  }

  void tellAnswers() {
    tell(user.listener()::onAnswers);
  }

  void tellTrouble() {
    tell(user.listener()::onTrouble);
  }

  List<PodInfo> pods() {
    return asked(user::pods, List.of());
  }

  boolean hasSession() {
    return asked(user::hasSession, false);
  }

  /** A bug there must not keep the other services from hearing that their cluster is back. */
  private <T> T asked(Supplier<T> question, T otherwise) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("service", user.service()).setCause(e).log("not answered: bug");
      return otherwise;
    }
  }

  private void tell(Runnable told) {
    if (closed) {
      return;
    }
    try {
      told.run();
    } catch (RuntimeException e) { // a bug there costs this service a word, not the others theirs
      log.atError().addKeyValue("service", user.service()).setCause(e).log("not told: bug");
    }
  }
}
