package dev.localport.simulator.pods;

import java.io.InputStream;

/** The bytes that {@code /bytes/N} sends: cheap to make, and no two neighbors of 64 KiB alike. */
final class Pattern extends InputStream {
  private final long length;
  private long at;

  Pattern(long length) {
    this.length = length;
  }

  private static byte byteAt(long at) {
    return (byte) (((at * 31) >> 3) + (at >> 16));
  }

  @Override
  public int read() {
    return at == length ? -1 : byteAt(at++) & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int count) {
    if (at == length) {
      return -1;
    }
    int some = (int) Math.min(count, length - at);
    for (int i = 0; i < some; i++) {
      into[from + i] = byteAt(at + i);
    }
    at += some;
    return some;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - at);
  }
}
