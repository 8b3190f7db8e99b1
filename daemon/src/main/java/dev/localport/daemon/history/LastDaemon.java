package dev.localport.daemon.history;

import dev.localport.daemon.journal.Recorder;
import java.time.Duration;
import java.time.Instant;

/** Records how the last daemon ended, if not as it was asked to. */
public final class LastDaemon {
  /** Clocks are compared that are read one after the other. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private LastDaemon() {}

  /**
   * Records it, before anything else of this daemon.
   *
   * @param lastEntry when the newest entry of the journal was written
   */
  public static void record(
      Alive alive, MachineClock machine, Instant lastEntry, Instant now, Recorder recorder) {
    Alive.Sign sign = alive.found();
    if (sign == null) {
      return; // it ended in order, or there was none
    }
    Instant death = lastEntry.isAfter(sign.at()) ? lastEntry : sign.at();
    Duration gap = Duration.between(death, now);
    if (!sign.boot().equals(machine.boot())) {
      recorder.machineWasOff(gap.isNegative() ? Duration.ZERO : gap);
      return;
    }
    recorder.daemonDied(gap.isNegative() ? now : death);
    Duration awake = machine.awake().minus(sign.awake()).minus(Duration.between(sign.at(), death));
    Duration slept = gap.minus(awake);
    if (!awake.isNegative() && slept.compareTo(SLACK) > 0) {
      recorder.machineSlept(slept);
    }
  }
}
