package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import io.netty.channel.unix.Errors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a local port cannot be listened on, in words for people. */
final class BindTrouble {
  private static final int EACCES = 13; // the same on Linux and macOS
  private static final int EADDRNOTAVAIL_LINUX = 99;
  private static final int EADDRNOTAVAIL_MACOS = 49;
  private static final int LAST_PRIVILEGED = 1023; // where the system says nothing else
  private static final int UNPRIVILEGED = 8000;

  private BindTrouble() {}

  /**
   * Returns what prevents it.
   *
   * @param host where it should listen, as the user knows it
   * @param cause what the system answered
   * @param holder the process seen on the port
   */
  static Failure of(String host, int port, @Nullable Throwable cause, Optional<String> holder) {
    String where = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    if (is(cause, "Permission denied", EACCES)) {
      return denied(where, port);
    } else if (is(cause, "assign requested address", EADDRNOTAVAIL_LINUX, EADDRNOTAVAIL_MACOS)) {
      return new Failure(FailureKind.PORT_TAKEN, missing(host));
    }
    return taken(where, holder.orElse("another user's process"));
  }

  /* Linux has all of 127.0.0.0/8; macOS has 127.0.0.1, and further ones where they are added. */
  private static String missing(String host) {
    return host.startsWith("127.")
        ? "this machine does not have the loopback address %1$s; add it with sudo ifconfig lo0 alias %1$s (until the next reboot); LocalPort then listens on it"
            .formatted(host)
        : "this machine does not have the address %s; LocalPort listens on it as soon as it appears, for example when a VPN connects"
            .formatted(host);
  }

  /** Returns what there is to say when {@code holder} has the port. */
  static Failure taken(String where, String holder) {
    return new Failure(
        FailureKind.PORT_TAKEN,
        "%s is taken by %s; free it, or set local_port: auto".formatted(where, holder));
  }

  private static Failure denied(String where, int port) {
    return new Failure(
        FailureKind.PORT_DENIED,
        port > LAST_PRIVILEGED
            ? "%s: the system does not allow listening on this port; use another one"
                .formatted(where)
            : "%s: ports below 1024 need root; use another one, for example %d"
                .formatted(where, UNPRIVILEGED + port));
  }

  /* The system's text is in the user's language where its number is not there. */
  private static boolean is(@Nullable Throwable cause, String text, int... numbers) {
    if (cause instanceof Errors.NativeIoException e) {
      for (int number : numbers) {
        if (Math.abs(e.expectedErr()) == number) {
          return true;
        }
      }
      return false;
    }
    return cause != null && String.valueOf(cause.getMessage()).contains(text);
  }
}
