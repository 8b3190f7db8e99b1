package dev.localport.daemon.health;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each check on a virtual thread of its own, which an interrupt gives up. */
record VirtualThreadRunner(String service) implements HealthOwner.Runner {
  private static final Logger log = LoggerFactory.getLogger(VirtualThreadRunner.class);

  /** What comes of a check where a bug keeps it from being made. */
  static final CheckOutcome NOT_MADE =
      new CheckOutcome.NotMade("it failed because of a bug; see the daemon's log: localport logs");

  @Override
  public Runnable start(Check check, Consumer<CheckOutcome> ended) {
    Thread thread =
        Thread.ofVirtual().name("check-" + service).start(() -> ended.accept(run(check)));
    return thread::interrupt;
  }

  private CheckOutcome run(Check check) {
    try {
      return check.run();
    } catch (InterruptedException e) {
      return new CheckOutcome.NotMade("it was canceled"); // the thread ends with it
    } catch (RuntimeException | Error e) { // a bug says nothing of the service
      log.atError().addKeyValue("service", service).setCause(e).log("check dropped: bug");
      return NOT_MADE;
    }
  }
}
