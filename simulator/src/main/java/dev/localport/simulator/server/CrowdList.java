package dev.localport.simulator.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The text of a list of numbered objects, piece by piece. */
final class CrowdList implements ChunkedInput<ByteBuf> {
  private static final int PIECE = 64 * 1024;

  private final List<List<String>> shapes; // an empty one is not listed
  private final int to;
  private final ByteArrayOutputStream made = new ByteArrayOutputStream(2 * PIECE);
  private final OutputStream out;
  private String separator;
  private int next;
  private boolean ended;
  private long sent;

  CrowdList(String head, List<List<String>> shapes, int from, int to, boolean packed) {
    this.shapes = shapes;
    this.separator = head;
    this.next = from;
    this.to = to;
    this.out = packed ? packing(made) : made;
  }

  /** Packs as little as a kube-apiserver does. */
  private static OutputStream packing(OutputStream to) {
    try {
      return new GZIPOutputStream(to, PIECE) {
        {
          def.setLevel(1);
        }
      };
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
    while (made.size() < PIECE && next < to) {
      write(shapes.get(next % shapes.size()), Integer.toString(next));
      next++;
    }
    if (next >= to && !ended) {
      ended = true;
      // without an object, the separator is still the list's head: its bracket opens the items
      out.write((separator.startsWith("{") ? separator + "]}" : "]}").getBytes(UTF_8));
      out.close();
    }
    ByteBuf piece = Unpooled.wrappedBuffer(made.toByteArray());
    made.reset();
    sent += piece.readableBytes();
    return piece;
  }

  private void write(List<String> texts, String number) throws IOException {
    if (!texts.isEmpty()) {
      out.write((separator + String.join(number, texts)).getBytes(UTF_8));
      separator = ",";
    }
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still has it
  public ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
    return readChunk(context.alloc());
  }

  @Override
  public boolean isEndOfInput() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public long progress() {
    return sent;
  }
}
