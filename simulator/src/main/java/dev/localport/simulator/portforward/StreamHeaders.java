package dev.localport.simulator.portforward;

import io.netty.handler.codec.spdy.SpdyHeaders;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import org.jspecify.annotations.Nullable;

/** What the headers of a new stream say (k8s.io/streaming, portforward/httpstream.go). */
record StreamHeaders(String requestId, int port, boolean isData) {
  /** Returns them, or null where a kubelet refuses the stream. */
  static @Nullable StreamHeaders of(SpdySynStreamFrame stream) {
    String type = text(stream.headers(), "streamtype");
    String port = text(stream.headers(), "port");
    boolean isData = type.equals("data");
    if ((!isData && !type.equals("error")) || !port.matches("\\d{1,5}")) {
      return null;
    }
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      return null;
    }
    String request = text(stream.headers(), "requestid");
    if (request.isEmpty()) { // old clients: the error stream comes first, data right behind it
      request = Integer.toString(isData ? stream.streamId() - 2 : stream.streamId());
    }
    return new StreamHeaders(request, number, isData);
  }

  private static String text(SpdyHeaders headers, String name) {
    CharSequence value = headers.get(name);
    return value == null ? "" : value.toString();
  }
}
