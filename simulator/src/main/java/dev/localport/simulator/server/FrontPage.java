package dev.localport.simulator.server;

import java.util.Map;

/** What a gateway or a sign-in page says that stands in front of an API server. */
final class FrontPage {
  private static final String SERVER = "simulated-gateway/1.0";

  private FrontPage() {}

  /** Answers with a page of the given HTTP status. */
  static void answer(Exchange exchange, int status) {
    String title =
        switch (status) {
          case 403 -> "Blocked by policy";
          case 502 -> "502 Bad Gateway";
          default -> "Welcome to Example";
        };
    Map<String, String> headers =
        status / 100 == 3
            ? Map.of("Server", SERVER, "Location", "https://login.example.com/?from=cluster")
            : Map.of("Server", SERVER);
    exchange.send(
        status,
        "text/html; charset=utf-8",
        "<!doctype html><html><head><title>%s</title></head><body></body></html>".formatted(title),
        headers);
  }
}
