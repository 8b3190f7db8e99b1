package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes the header blocks of SPDY/3.1 as zlib data that is stored, not compressed.
 *
 * <p>A session's header blocks are one zlib stream, cut after each block by a flush (SPDY/3.1,
 * 2.6.10.1). Deflate may store bytes as they are (RFC 1951, 3.2.4): five bytes more a block, and no
 * compressor, whose window and hash tables would cost some 250 KiB a session. The blocks here are
 * ten short lines, so nothing is lost. The empty stored block at the end is the flush: Go's reader
 * hands out a block's bytes only there. One writer a session, on its event loop.
 */
final class SpdyHeaders {
  private static final int STORED_MAX = 65_535;

  private boolean started;

  /** Returns the block of {@code headers}; the caller owns the buffer. */
  ByteBuf encode(ByteBufAllocator allocator, Map<String, String> headers) {
    int length = length(headers);
    if (length > STORED_MAX) {
      throw new IllegalArgumentException("a header block of " + length + " bytes is over 65535");
    }
    ByteBuf block = allocator.buffer(256);
    if (!started) {
      started = true;
      block.writeShort(0x7801); // RFC 1950: deflate, 32 KiB window, no preset dictionary
    }
    stored(block, length);
    block.writeInt(headers.size());
    headers.forEach((name, value) -> {
      text(block, name);
      text(block, value);
    });
    stored(block, 0);
    return block;
  }

  private static int length(Map<String, String> headers) {
    int length = Integer.BYTES;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      length += 2 * Integer.BYTES + ByteBufUtil.utf8Bytes(header.getKey());
      length += ByteBufUtil.utf8Bytes(header.getValue());
    }
    return length;
  }

  private static void stored(ByteBuf block, int length) {
    block.writeByte(0); // not the last block, type 0: stored
    block.writeShortLE(length);
    block.writeShortLE(~length);
  }

  private static void text(ByteBuf block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    block.writeInt(bytes.length);
    block.writeBytes(bytes);
  }
}
