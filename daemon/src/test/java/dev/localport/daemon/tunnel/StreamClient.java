package dev.localport.daemon.tunnel;

import dev.localport.testing.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** One connection through a session: sends what it is told, and sums up what comes back. */
final class StreamClient implements StreamListener {
  private static final int PIECE = 32 * 1024;
  private static final int KEPT = 1000;

  final CompletableFuture<String> end = new CompletableFuture<>();
  private final Session session;
  private final MessageDigest sent = sha256();
  private final MessageDigest received = sha256();
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<TunnelStream> stream = new CompletableFuture<>();
  private final Random random = new Random(1);
  private int toSend;
  private long receivedBytes;
  private boolean podEnded;

  private StreamClient(Session session) {
    this.session = session;
  }

  /** Opens a stream and sends a text at once, without waiting for anything. */
  static StreamClient open(Session session, int port, String first) {
    StreamClient client = new StreamClient(session);
    session
        .eventLoop()
        .execute(() -> {
          TunnelStream open = session.open(port, client);
          client.stream.complete(open);
          if (!first.isEmpty()) {
            open.write(Unpooled.copiedBuffer(first, StandardCharsets.UTF_8));
          }
        });
    return client;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  /** Sends a text. */
  void say(String words) {
    run(() -> stream.join().write(Unpooled.copiedBuffer(words, StandardCharsets.UTF_8)));
  }

  private <T> T ask(Callable<T> question) {
    return session.eventLoop().submit(question).syncUninterruptibly().getNow();
  }

  private void run(Runnable task) {
    session.eventLoop().execute(task);
  }

  /** Sends so many random bytes, while the session takes them. */
  void pour(int bytes) {
    run(() -> {
      toSend = bytes;
      pourWhileWritable();
    });
  }

  private void pourWhileWritable() {
    TunnelStream open = stream.join();
    while (toSend > 0 && open.isWritable()) {
      byte[] piece = new byte[Math.min(toSend, PIECE)];
      random.nextBytes(piece);
      sent.update(piece);
      toSend -= piece.length;
      open.write(Unpooled.wrappedBuffer(piece));
    }
  }

  void end() {
    run(() -> stream.join().end());
  }

  void reset() {
    run(() -> stream.join().reset());
  }

  void awaitBytes(long count) {
    Await.until(count + " bytes", () -> ask(() -> receivedBytes) >= count);
  }

  void awaitText(String expected) {
    Await.until(expected, () -> text().contains(expected));
  }

  String text() {
    return ask(text::toString);
  }

  boolean hasPodEnded() {
    return ask(() -> podEnded);
  }

  /** Returns the digests of what was sent and what came; asked once. */
  String[] digests() {
    return ask(() ->
        new String[] {
          HexFormat.of().formatHex(sent.digest()), HexFormat.of().formatHex(received.digest())
        });
  }

  @Override
  public void onData(ByteBuf data) {
    receivedBytes += data.readableBytes();
    if (text.length() < KEPT) {
      text.append(data.toString(StandardCharsets.ISO_8859_1));
    }
    received.update(data.nioBuffer());
    data.release();
  }

  @Override
  public void onEnd() {
    podEnded = true;
  }

  @Override
  public void onWritable(boolean writable) {
    pourWhileWritable();
  }

  @Override
  public void onDone() {
    end.complete("done");
  }

  @Override
  public void onBroken(String why, boolean aboutPod) {
    end.complete("broken: " + why);
  }
}
