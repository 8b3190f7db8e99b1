package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs that a session is in use, and turns what becomes of it into messages for its forward's
 * owner: it is over, in doubt, about to be ended by the server, or old.
 *
 * @param service for the log
 */
record SessionEvents(String service, Timers timers, Consumer<UpstreamNews> owner) {
  private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);

  /** The kubelet ends a session after 4 h (its server's timeouts): one is replaced before. */
  private static final Duration OLD = Duration.ofMinutes(210);

  /** Sessions of services that started together are not replaced together. */
  private static final Duration OLD_SPREAD = Duration.ofMinutes(20);

  /** Spares come and go with the load: only what the user would ask about is more than debug. */
  void opened(Upstream upstream, boolean first, boolean replaces) {
    LoggingEventBuilder line =
        log.atLevel(first || replaces ? Level.INFO : Level.DEBUG)
            .addKeyValue("service", service)
            .addKeyValue("pod", upstream.pod());
    if (replaces) {
      line.addKeyValue("replaces", "a doubted session").log("session opened");
    } else {
      line.log(first ? "session opened" : "spare session opened");
    }
  }

  void follow(Upstream upstream) {
    Session session = upstream.session();
    session.watch(new Lateness(upstream));
    var _ =
        session.suspected().thenAccept(done -> owner.accept(new UpstreamNews.Expiring(session)));
    var _ = session.goingAway().thenRun(() -> owner.accept(new UpstreamNews.GoingAway(session)));
    int later = Math.floorMod(service.hashCode(), (int) OLD_SPREAD.toMillis());
    Timers.Waiting old =
        timers.at(
            timers.instant().plus(OLD).plusMillis(later),
            () -> owner.accept(new UpstreamNews.Expiring(session)));
    var _ =
        session
            .closed()
            .thenAccept(why -> {
              old.cancel();
              log.atDebug()
                  .addKeyValue("service", service)
                  .addKeyValue("pod", upstream.pod())
                  .addKeyValue("why", why.message())
                  .log("session closed");
              owner.accept(new UpstreamNews.Closed(session, why));
            });
  }

  /** Passes on that a session does not answer, or that it answers again. */
  private final class Lateness implements Session.Watcher {
    private final Upstream upstream;

    Lateness(Upstream upstream) {
      this.upstream = upstream;
    }

    @Override
    public void onLate(Failure why) {
      line().addKeyValue("why", why.message()).log("session is late");
      owner.accept(new UpstreamNews.Late(upstream.session(), why));
    }

    @Override
    public void onRecovered() {
      line().log("session answers again");
      owner.accept(new UpstreamNews.Recovered(upstream.session()));
    }

    private LoggingEventBuilder line() {
      return log.atInfo().addKeyValue("service", service).addKeyValue("pod", upstream.pod());
    }
  }
}
