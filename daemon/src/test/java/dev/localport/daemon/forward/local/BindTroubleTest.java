package dev.localport.daemon.forward.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.unix.Errors;
import java.net.BindException;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BindTroubleTest {
  private final Throwable inUse = new BindException("Address already in use");

  /* Netty's exceptions read the system's error numbers from its library. */
  @BeforeAll
  static void nettysLibraryIsLoaded() {
    assertThat(Epoll.isAvailable() || KQueue.isAvailable()).isTrue();
  }

  private static Failure trouble(int port, Throwable cause, Optional<String> holder) {
    return BindTrouble.of("127.0.0.1", port, cause, holder);
  }

  @Test
  void aPortBelow1024IsDeniedWithOneThatCanBeUsed() {
    for (Throwable cause :
        new Throwable[] {
          new Errors.NativeIoException("bind", -13), new SocketException("Permission denied")
        }) {
      assertThat(trouble(80, cause, Optional.empty()))
          .isEqualTo(
              new Failure(
                  FailureKind.PORT_DENIED,
                  "127.0.0.1:80: ports below 1024 need root; use another one, for example 8080"));
    }
    assertThat(trouble(8443, new SocketException("Permission denied"), Optional.empty()))
        .isEqualTo(
            new Failure(
                FailureKind.PORT_DENIED,
                "127.0.0.1:8443: the system does not allow listening on this port; use another"
                    + " one"));
  }

  @Test
  void aPortThatIsTakenNamesItsHolderAsFarAsItIsKnown() {
    assertThat(trouble(5432, inUse, Optional.of("postgres (pid 812)")).message())
        .isEqualTo(
            "127.0.0.1:5432 is taken by postgres (pid 812); free it, or set local_port: auto");
    assertThat(BindTrouble.of("::1", 5432, inUse, Optional.empty()).message())
        .isEqualTo(
            "[::1]:5432 is taken by another user's process; free it, or set local_port: auto");
  }

  @Test
  void anAddressThatComesLaterIsWaitedFor() {
    for (Throwable cause :
        new Throwable[] {
          new Errors.NativeIoException("bind", -99),
          new Errors.NativeIoException("bind", -49),
          new BindException("Cannot assign requested address")
        }) {
      assertThat(BindTrouble.of("10.8.0.2", 80, cause, Optional.of("nginx (pid 1)")).message())
          .isEqualTo(
              "this machine does not have the address 10.8.0.2; LocalPort listens on it as soon"
                  + " as it appears, for example when a VPN connects");
    }
  }

  @Test
  void aLoopbackAddressThatMacosDoesNotHaveIsAddedByItsUser() {
    assertThat(
            BindTrouble.of(
                    "127.77.3.9", 5432, new Errors.NativeIoException("bind", -49), Optional.empty())
                .message())
        .isEqualTo(
            "this machine does not have the loopback address 127.77.3.9; add it with sudo ifconfig"
                + " lo0 alias 127.77.3.9 (until the next reboot); LocalPort then listens on it");
  }
}
