package dev.localport.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HangupTest {
  private final Semaphore heard = new Semaphore(0);

  @Test
  void eachHangupIsHeardAndEndsNothing() throws IOException, InterruptedException {
    assertThat(Hangup.hear(heard::release)).isTrue();

    for (int i = 0; i < 3; i++) {
      signal();
      assertThat(heard.tryAcquire(30, TimeUnit.SECONDS)).as("hangup %d", i).isTrue();
    }
  }

  @Test
  void theLastOneWhoWantsToHearDoes() throws IOException, InterruptedException {
    Semaphore nobody = new Semaphore(0);
    assertThat(Hangup.hear(nobody::release)).isTrue();
    assertThat(Hangup.hear(heard::release)).isTrue();

    signal();

    assertThat(heard.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(nobody.availablePermits()).isZero();
  }

  private static void signal() throws IOException, InterruptedException {
    String self = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();
  }
}
