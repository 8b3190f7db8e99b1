package dev.localport.daemon.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over a socket of its own. Netty's codec, which the tunnels have loaded
 * anyway, does the reading of HTTP; the socket is read and written by the calling thread.
 */
final class HttpExchange {
  /** How much of a body is searched. */
  static final int MAX_BODY = 1024 * 1024;

  private static final String CUT_SHORT = "it closed the connection in the middle of its response";
  private static final int PIECE = 16 * 1024;

  private final Socket socket;
  private final @Nullable String wanted;
  private final EmbeddedChannel codec = new EmbeddedChannel(new HttpClientCodec());
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable HttpResponse head;
  private boolean complete;

  /**
   * @param wanted a text that is looked for in the body, or null
   */
  HttpExchange(Socket socket, @Nullable String wanted) {
    this.socket = socket;
    this.wanted = wanted;
  }

  /**
   * What the server said.
   *
   * @param holdsContent whether the text is there that was looked for
   * @param looked what was checked, for messages
   */
  record Answer(int status, boolean holdsContent, String looked) {}

  /**
   * Sends the request, and reads until all is known that is asked for.
   *
   * @throws IOException also if what comes back is not HTTP, or ends too early
   */
  Answer send(FullHttpRequest request) throws IOException {
    try {
      codec.writeOutbound(request);
      for (ByteBuf out = codec.readOutbound(); out != null; out = codec.readOutbound()) {
        out.readBytes(socket.getOutputStream(), out.readableBytes());
        out.release();
      }
      socket.getOutputStream().flush();
      return read();
    } finally {
      boolean _ = codec.finishAndReleaseAll();
    }
  }

  private Answer read() throws IOException {
    byte[] piece = new byte[PIECE];
    while (!complete && body.size() < MAX_BODY && !isEnough()) {
      int n = socket.getInputStream().read(piece);
      if (n < 0) {
        boolean _ = codec.finish(); // the end may be what ends the body
        take();
        break;
      }
      boolean _ = codec.writeInbound(Unpooled.copiedBuffer(piece, 0, n));
      take();
    }
    return answer();
  }

  /** Without a text to look for, the head says it all. */
  private boolean isEnough() {
    return head != null && wanted == null;
  }

  private void take() throws IOException {
    for (HttpObject part = codec.readInbound(); part != null; part = codec.readInbound()) {
      try {
        if (part.decoderResult().isFailure()) {
          throw new EOFException(
              part.decoderResult().cause() instanceof PrematureChannelClosureException
                  ? CUT_SHORT
                  : "its response is not HTTP");
        }
        take(part);
      } finally {
        ReferenceCountUtil.release(part);
      }
    }
  }

  private void take(HttpObject part) throws IOException {
    if (part instanceof HttpResponse response
        && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      head = response; // the answer may come behind others that say nothing
    }
    if (head != null && part instanceof HttpContent content && body.size() < MAX_BODY) {
      int some = Math.min(content.content().readableBytes(), MAX_BODY - body.size());
      content.content().readBytes(body, some);
      complete = part instanceof LastHttpContent;
    }
  }

  private Answer answer() throws IOException {
    HttpResponse said = head;
    if (said == null) {
      throw new EOFException("it closed the connection without a response");
    }
    boolean cut = body.size() == MAX_BODY;
    if (wanted != null && !complete && !cut) {
      throw new EOFException(CUT_SHORT);
    }
    Charset charset = HttpUtil.getCharset(said, StandardCharsets.UTF_8);
    boolean holds = wanted == null || body.toString(charset).contains(wanted);
    return new Answer(
        said.status().code(), holds, cut ? "the first 1 MiB of its body" : "its body");
  }
}
