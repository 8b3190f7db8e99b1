package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads the messages that a server writes on a connection's error stream. */
final class StreamErrors {
  // containerd and CRI-O, when the sandbox no longer exists; a refused or reset connection is never
  // among
  // them
  private static final List<String> POD_GONE =
      List.of(
          "failed to find sandbox",
          "network namespace for sandbox",
          "is not running",
          "is closed",
          "no such container",
          "container not found",
          "sandbox not found",
          "could not find container",
          "no such file or directory");

  private StreamErrors() {}

  /** Returns what a server says on an error stream, at most the given number of characters. */
  static String words(ByteBuf bytes, int most) {
    int length = Math.min(bytes.readableBytes(), most);
    return bytes.toString(bytes.readerIndex(), length, StandardCharsets.UTF_8);
  }

  /**
   * Returns whether the message is about the pod and not about one connection: then the pod is
   * looked up, since a message alone proves nothing.
   */
  static boolean isAboutPod(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return POD_GONE.stream().anyMatch(lower::contains);
  }
}
