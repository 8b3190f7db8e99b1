package dev.localport.bench;

import java.io.Closeable;
import java.io.IOException;

/** A program that forwards a port, in a process of its own, which closing ends. */
interface Forwarder extends Closeable {
  /** Returns its name in the table. */
  String program();

  /** Returns the port on loopback. */
  int port();

  /** Returns the process that the bytes go through. */
  long pid();

  /** Returns what the kernel counts of that process. */
  default KernelCounts counts() throws IOException {
    return KernelCounts.of(pid());
  }
}
