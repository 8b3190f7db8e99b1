package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.testing.Await;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What methods rely on, of a connection whose peer neither reads nor leaves. Holds for a real one
 * and for the one that tests pass to methods.
 */
abstract class RpcConnectionContract {
  /** More than wait for a slow peer, and more bytes than a socket takes. */
  private static final int MANY = 3_000;

  /** Returns the connection of a caller that reads nothing. */
  abstract RpcConnection caller();

  @Test
  void itIsOpenAndEndsNothing() {
    AtomicInteger ended = new AtomicInteger();
    caller().onClose(ended::incrementAndGet);

    assertThat(caller().isOpen()).isTrue();
    assertThat(ended).hasValue(0);
  }

  @Test
  void notificationsHoldNobodyUp() throws InterruptedException {
    RpcConnection caller = caller();
    JsonObject params = JsonObject.builder().put("text", "x".repeat(1_000)).build();

    Thread sending =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < MANY; i++) {
                caller.notify("log.line", params);
              }
            });

    assertThat(sending.join(Await.LIMIT)).isTrue();
    assertThat(caller.isOpen()).isTrue();
  }

  @Test
  void itMayBeKeptOpenMoreThanOnce() {
    caller().keepOpen();
    caller().keepOpen();

    assertThat(caller().isOpen()).isTrue();
  }
}
