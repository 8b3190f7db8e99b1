package dev.localport.daemon.tunnel;

/**
 * How a session is carried, the best first: fewest bytes and copies, then most connections on one
 * line.
 */
public enum Protocol {
  /** {@code POST}, and SPDY/3.1 after an upgrade: all server versions; many proxies drop it. */
  SPDY("spdy", "SPDY/3.1"),

  /** The same frames in binary WebSocket messages (KEP-4006): servers on from 1.31. */
  TUNNEL("websocket-spdy", "SPDY/3.1 in a WebSocket"),

  /** {@code v4.channel.k8s.io}, one WebSocket for each connection; knows no half-close. */
  CHANNEL("websocket-v4", "WebSocket v4.channel.k8s.io");

  private final String word;
  private final String text;

  Protocol(String word, String text) {
    this.word = word;
    this.text = text;
  }

  /** Returns the word on the wire: {@code protocol} in docs/api.md. */
  public String word() {
    return word;
  }

  /** Returns its name for people. */
  public String text() {
    return text;
  }
}
