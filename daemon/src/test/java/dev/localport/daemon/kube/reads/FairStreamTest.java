package dev.localport.daemon.kube.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is read without an end keeps nothing else from running, and ends with its deadline. */
class FairStreamTest {
  private static final CallDeadline LATER = CallDeadline.in(Duration.ofMinutes(5));

  private volatile boolean over;

  /** As much as is asked for, at once: what a few bytes unpack to. */
  private InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return over ? -1 : ' ';
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return over ? -1 : length;
      }
    };
  }

  private Thread reader() {
    return Thread.ofVirtual()
        .start(() -> {
          try (InputStream in = new FairStream(endless(), LATER)) {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void othersRunWhileMoreIsReadThanThereAreProcessors() throws InterruptedException {
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
      readers.add(reader());
    }
    CountDownLatch ran = new CountDownLatch(1);
    Thread other = Thread.ofVirtual().start(ran::countDown);

    try {
      Await.until("another thread ran", () -> ran.getCount() == 0);
    } finally {
      over = true;
    }
    assertThat(other.join(Await.LIMIT)).isTrue();
    for (Thread each : readers) {
      assertThat(each.join(Await.LIMIT)).isTrue();
    }
  }

  @Test
  void whatHasNoEndEndsWithItsDeadline() throws IOException {
    try (InputStream in = new FairStream(endless(), CallDeadline.in(Duration.ZERO))) {
      assertThatThrownBy(() -> in.skipNBytes(1_000_000))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("its response did not end within 0 s");
    }
  }

  @Test
  void everythingIsReadAsItIs() throws IOException {
    byte[] bytes = new byte[200_000];
    bytes[199_999] = 7;

    try (InputStream in = new FairStream(new ByteArrayInputStream(bytes), LATER)) {
      assertThat(in.read()).isZero();
      assertThat(in.readAllBytes()).hasSize(199_999).endsWith(new byte[] {7});
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
