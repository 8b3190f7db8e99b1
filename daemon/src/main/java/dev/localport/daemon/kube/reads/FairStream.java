package dev.localport.daemon.kube.reads;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets other virtual threads run while much is read, and ends with its deadline also where a few
 * bytes unpack to very many. The JDK does not preempt a virtual thread that computes: two answers
 * that never end would keep all others from running on a machine with two processors.
 *
 * <p>It parks for a moment. {@link Thread#yield} would not do: a carrier thread takes what waits in
 * its own queue first, and readers that yield go back to that queue, so that three of them would
 * keep two processors from everything else.
 */
final class FairStream extends FilterInputStream {
  private static final int TURN = 64 * 1024;

  private final CallDeadline deadline;
  private int left = TURN;

  FairStream(InputStream from, CallDeadline deadline) {
    super(from);
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    took(1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    took(count);
    return count;
  }

  @Override
  public long skip(long most) throws IOException {
    long count = super.skip(Math.min(most, TURN));
    took((int) count);
    return count;
  }

  private void took(int count) throws SocketTimeoutException {
    left -= count;
    if (left <= 0) {
      left = TURN;
      if (deadline.isOver()) {
        throw deadline.passed();
      }
      LockSupport.parkNanos(1);
    }
  }
}
