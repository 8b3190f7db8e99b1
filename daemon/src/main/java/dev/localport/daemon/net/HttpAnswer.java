package dev.localport.daemon.net;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer without success says to people. An API server explains itself with a
 * Kubernetes Status. Everything else comes from something in between: a gateway, a proxy, a sign-in
 * page. Immutable.
 *
 * @param status the HTTP status
 * @param reason its words in the status line
 * @param server the {@code Server} header, or null
 * @param location the {@code Location} header, or null
 * @param type the {@code Content-Type} header, empty if there is none
 * @param body its beginning, at most {@link #MOST_BODY} characters
 */
public record HttpAnswer(
    int status,
    String reason,
    @Nullable String server,
    @Nullable String location,
    String type,
    String body) {
  /** How much of a body is searched. */
  public static final int MOST_BODY = 64 * 1024;

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,500})</title", Pattern.CASE_INSENSITIVE);
  private static final Pattern SHORT_LINE = Pattern.compile("\\P{Cntrl}{1,200}");
  private static final Pattern STATUS_KIND =
      Pattern.compile("\\A\\s*\\{(?s:.{0,200}?)\"kind\"\\s*:\\s*\"Status\"");
  private static final Pattern STATUS_MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"([^\"\\\\]{1,2048}+)");
  private static final int MOST_TITLE = 80;
  private static final int MOST_SERVER = 60;

  /** Returns whether the API server itself gave it: its body is a Kubernetes Status. */
  public boolean isKubernetes() {
    return findStatus() != null || STATUS_KIND.matcher(body).find();
  }

  /** Returns whether it is a page for a browser, or leads to one: no API server sends any. */
  public boolean isPage() {
    return isRedirect() || type.toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  private boolean isRedirect() {
    return status >= 300 && status < 400 && location != null;
  }

  /** Returns whether a gateway says that it cannot reach what is behind it. */
  public boolean isGatewayFailure() {
    return (status == 502 || status == 503 || status == 504) && !isKubernetes();
  }

  /**
   * Returns what it says, in one line: the message of a Status; otherwise what it is and where it
   * came from.
   */
  public String words() {
    String message = message();
    if (message != null) {
      return ForeignText.line(message);
    }
    return isPage() ? page() : plain() + sender();
  }

  private String plain() {
    String head = "HTTP %d %s".formatted(status, ForeignText.line(reason)).strip();
    String line = body.strip();
    boolean isText = type.startsWith("text/plain") && SHORT_LINE.matcher(line).matches();
    return isText ? head + ": " + ForeignText.line(line) : head;
  }

  private String sender() {
    return server == null || server.isBlank() || isKubernetes()
        ? ""
        : " from " + cut(ForeignText.line(server), MOST_SERVER);
  }

  private String page() {
    if (isRedirect()) {
      return "redirects to " + destination();
    }
    Matcher title = TITLE.matcher(body);
    String name =
        title.find() ? " \"%s\"".formatted(cut(ForeignText.line(title.group(1)), MOST_TITLE)) : "";
    return "a page%s (%d)%s".formatted(name, status, sender());
  }

  /** The query of a sign-in page may hold secrets, and is long. */
  private String destination() {
    String to = ForeignText.line(String.valueOf(location));
    return cut(to.replaceFirst("[?#].*", "").replaceFirst("//[^/@]*@", "//"), 2 * MOST_TITLE);
  }

  private static String cut(String line, int most) {
    return line.length() <= most ? line : line.substring(0, most) + "…";
  }

  /** Returns the message of a Status, also of one that is cut; null if there is none. */
  private @Nullable String message() {
    JsonObject whole = findStatus();
    if (whole != null) {
      String said = whole.findText("message");
      return said == null || said.isBlank() ? whole.findText("reason") : said;
    }
    if (!STATUS_KIND.matcher(body).find()) {
      return null;
    }
    Matcher head = STATUS_MESSAGE.matcher(body);
    return head.find() ? head.group(1) : null;
  }

  private @Nullable JsonObject findStatus() {
    try {
      JsonObject parsed = JsonObject.parse(body);
      return "Status".equals(parsed.text("kind", "")) ? parsed : null;
    } catch (RpcException _) {
      return null; // a page, plain text, nothing, or cut
    }
  }
}
