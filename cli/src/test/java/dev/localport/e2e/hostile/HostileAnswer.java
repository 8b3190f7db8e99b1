package dev.localport.e2e.hostile;

import static dev.localport.e2e.hostile.Bytes.filled;
import static dev.localport.e2e.hostile.Bytes.join;
import static dev.localport.e2e.hostile.Bytes.text;
import static dev.localport.e2e.hostile.Bytes.times;

import java.io.IOException;
import java.net.Socket;
import java.util.Locale;

/** What an API server may answer, each until it is cut off. */
public enum HostileAnswer implements HostileApi.Behavior {
  /** As it should be: what the others answer where they have nothing of their own. */
  PLAIN((client, request) -> KnownObjects.answer(client, request, "")),
  /** Characters that steer a terminal, in all texts. */
  ESCAPE((client, request) -> KnownObjects.answer(client, request, KnownObjects.ESCAPES)),
  ERR500((client, request) ->
      HttpBytes.say(client, 500, "text/plain", text("boom" + "x".repeat(3000)))),
  ERR403((client, request) -> HttpBytes.say(client, 403, KnownObjects.status(403, "forbidden"))),
  /** A Status of 10 MB. */
  STATUS10M((client, request) ->
      HttpBytes.say(client, 403, KnownObjects.status(403, "M".repeat(10_000_000)))),
  HTML((client, request) ->
      HttpBytes.say(client, 200, "text/html", text("<html>login\u001b[m</html>"))),
  BADUTF8((client, request) ->
      HttpBytes.say(
          client,
          200,
          HostileApi.list(HostileApi.pod().replace("web-1", "web-\u00ff\u00fe\u00c0"), ""))),
  /** Arrays in arrays, 200,000 deep. */
  DEEP((client, request) ->
      HttpBytes.say(client, 200, "{\"kind\":\"PodList\",\"items\":" + "[".repeat(200_000))),
  DEEPOBJ((client, request) ->
      HttpBytes.say(
          client, 200, "{\"kind\":\"PodList\",\"metadata\":" + "{\"a\":".repeat(200_000))),
  /** A number of a million digits where a time or a count is expected. */
  LONGNUMBER((client, request) ->
      HttpBytes.say(
          client, 200, "{\"kind\":\"PodList\",\"metadata\":{\"x\":" + "9".repeat(1_000_000))),
  REDIRECT((client, request) -> HttpBytes.redirect(client, "/plain" + request.path())),
  REDIRHOST((client, request) -> HttpBytes.redirect(client, "http://localhost:1" + request.path())),
  /** A list of pods without end. */
  HUGE(
      lists(client ->
          HttpBytes.endless(
              client,
              "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[",
              times(200, text(HostileApi.pod() + ","))))),
  /** A text without end. */
  HUGESTR(
      lists(client ->
          HttpBytes.endless(
              client, "{\"kind\":\"PodList\",\"metadata\":{\"x\":\"", filled(300_000, 'A')))),
  /** A name of a field without end. */
  HUGENAME(
      lists(client -> HttpBytes.endless(client, "{\"kind\":\"PodList\",\"", filled(300_000, 'A')))),
  /** 1.5 GB in 1.5 MB. */
  GZIP(lists(HttpBytes::bomb)),
  /** A byte a second. */
  SLOWLOR((client, request) -> {
    HttpBytes.send(client, HttpBytes.head(200, "application/json", "Content-Length: 1000000"));
    return HttpBytes.trickle(client, text(" "));
  }),
  SLOWHEAD((client, request) -> {
    HttpBytes.send(client, text("HTTP/1.1 200 X\r\n"));
    return HttpBytes.trickle(client, text("X-A: b\r\n"));
  }),
  HEADBOMB((client, request) -> HttpBytes.flood(client, "HTTP/1.1 200 X\r\n", header())),
  /** A line of a head without end. */
  HEADLINE(
      (client, request) -> HttpBytes.flood(client, "HTTP/1.1 200 X\r\nX-A: ", filled(8000, 'b'))),
  /** Answers before the answer, without end. */
  CONTINUE100(
      (client, request) -> HttpBytes.flood(client, "", times(500, text(HttpBytes.CONTINUE)))),
  /** Answers that were never asked for. */
  UNASKED((client, request) -> {
    boolean _ = HttpBytes.say(client, 200, "ok");
    return HttpBytes.flood(client, "", times(100, text(HttpBytes.EMPTY)));
  }),
  /** Chunks of one byte without end. */
  TINYCHUNKS(
      lists(
          client -> HttpBytes.flood(client, HttpBytes.chunked(), times(5000, text("1\r\n \r\n"))))),
  /** Fields behind the last chunk, without end. */
  TRAILERS(lists(client -> HttpBytes.flood(client, HttpBytes.chunked() + "0\r\n", header()))),
  SILENT((client, request) -> client.getInputStream().read() >= 0),
  CLOSED((client, request) -> false),
  /** An event of a watch without end. */
  WATCHLINE(
      watches(client ->
          HttpBytes.endless(
              client, "{\"type\":\"ADDED\",\"object\":{\"x\":\"", filled(100_000, 'A')))),
  WATCHFLOOD(watches(HostileAnswer::newPods)),
  WATCHGARBAGE(
      watches(client -> HttpBytes.endless(client, "", text("{]\n\u0000nonsense\n".repeat(500))))),
  WATCHCLOSE(watches(client -> HttpBytes.say(client, 200, ""))),
  /** A watch by WebSocket whose message has no end. */
  WSWATCHLINE(
      webSockets(
          Bytes.frame(false, 1, filled(60_000, '{')), Bytes.frame(false, 0, filled(60_000, 'A')))),
  WSWATCHFLOOD(
      webSockets(
          new byte[0],
          times(
              100,
              Bytes.frame(
                  true, 1, text("{\"type\":\"MODIFIED\",\"object\":" + HostileApi.pod() + "}"))))),
  WSWATCHPING(webSockets(new byte[0], times(500, Bytes.frame(true, 9, filled(125, 'p'))))),
  /** A list whose next page is itself. */
  CONTINUE(lists(client -> HttpBytes.say(client, 200, HostileApi.list(HostileApi.pod(), "abc")))),
  /** A list that always has another page. */
  NEWPAGES(
      lists(client ->
          HttpBytes.say(
              client, 200, HostileApi.list(HostileApi.pod(), Long.toString(System.nanoTime())))));

  /** Answers one kind of requests; true: the connection goes on. */
  @FunctionalInterface
  private interface Answer {
    boolean to(Socket client) throws IOException;
  }

  @SuppressWarnings("ImmutableEnumChecker") // none of them keeps anything
  private final HostileApi.Behavior behavior;

  HostileAnswer(HostileApi.Behavior behavior) {
    this.behavior = behavior;
  }

  private static byte[] header() {
    return join(text("X-A: "), filled(8000, 'b'), text("\r\n"));
  }

  private static HostileApi.Behavior lists(Answer answer) {
    return (client, request) ->
        isList(request.path()) ? answer.to(client) : KnownObjects.answer(client, request, "");
  }

  private static boolean isList(String path) {
    return !path.contains("watch=") && path.matches(".*/(pods|nodes|events)(\\?.*)?");
  }

  private static HostileApi.Behavior watches(Answer answer) {
    return (client, request) ->
        request.path().contains("watch=")
            ? answer.to(client)
            : KnownObjects.answer(client, request, "");
  }

  private static HostileApi.Behavior webSockets(byte[] first, byte[] again) {
    return (client, request) -> {
      if (!request.path().contains("watch=")
          || !request.head().toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
        return KnownObjects.answer(client, request, "");
      }
      HttpBytes.send(client, text(PortForward.webSocketWithoutProtocol(request.head())));
      HttpBytes.send(client, first);
      return HttpBytes.flood(client, "", again);
    };
  }

  private static boolean newPods(Socket client) throws IOException {
    HttpBytes.send(client, text(HttpBytes.chunked()));
    for (int i = 1; true; i++) {
      String pod =
          HostileApi.pod()
              .replace("web-1", "web-" + i)
              .replace("\"u1\"", "\"u%d\"".formatted(i))
              .replace("\"5\"", "\"%d\"".formatted(100 + i));
      HttpBytes.chunk(client, text("{\"type\":\"ADDED\",\"object\":" + pod + "}\n"));
    }
  }

  /** Returns it as the first part of a server's path, the name of its context and its service. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds one by its word. */
  public static HostileAnswer of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Override
  public boolean answer(Socket client, HostileApi.Request request) throws IOException {
    return behavior.answer(client, request);
  }
}
