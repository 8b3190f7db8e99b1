package dev.localport.e2e.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An API server over plain HTTP that knows one pod. The first part of a path, which stands in the
 * kubeconfig's server, says how it behaves. Closing cuts everything.
 */
public final class HostileApi implements Closeable {
  private static final String POD =
      """
      {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-1","namespace":"demo","uid":"u1",
      "resourceVersion":"5","labels":{"app":"web"}},"spec":{"nodeName":"n","containers":[{"name":"c",
      "ports":[{"containerPort":80}]}]},"status":{"phase":"Running","podIP":"10.0.0.1",
      "conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"c","ready":true,
      "restartCount":0}]}}\
      """;

  private static final String WATCHED =
      """
      HTTP/1.1 200 OK
      Content-Type: application/json
      Transfer-Encoding: chunked

      """
          .replace("\n", "\r\n");

  /** How requests are answered; true: the connection goes on. */
  @FunctionalInterface
  public interface Behavior {
    /** Answers one request, by its path behind the first part. */
    boolean answer(Socket client, Request request) throws IOException;
  }

  /**
   * A request.
   *
   * @param head all of its lines
   * @param path with its query, without its first part
   */
  public record Request(String head, String path) {}

  private final ServerSocket listener;
  private final Function<String, Behavior> behaviors;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<String, AtomicInteger> requests = new ConcurrentHashMap<>();

  /** Listens on loopback; {@code behaviors} finds one by the first part of a path. */
  public HostileApi(Function<String, Behavior> behaviors) throws IOException {
    this.behaviors = behaviors;
    this.listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("hostile-api").start(this::accept);
  }

  /** Returns a kubeconfig with a context of each name, whose server's path begins with it. */
  public String kubeconfig(List<String> names) {
    StringBuilder contexts = new StringBuilder("contexts:\n");
    StringBuilder clusters = new StringBuilder("clusters:\n");
    for (String name : names) {
      contexts.append(
          "- {name: %s, context: {cluster: %s, namespace: demo}}\n".formatted(name, name));
      clusters.append(
          "- {name: %s, cluster: {server: \"http://127.0.0.1:%d/%s\"}}\n"
              .formatted(name, listener.getLocalPort(), name));
    }
    return "apiVersion: v1\nkind: Config\n" + contexts + clusters;
  }

  /** Returns how many requests there were whose path had this as its first part and in it. */
  public int requests(String name, String part) {
    return requests.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("/" + name + "/"))
        .filter(entry -> entry.getKey().contains(part))
        .mapToInt(entry -> entry.getValue().get())
        .sum();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // closed: the only way out of the loop
    }
  }

  private void serve(Socket client) {
    try (client) {
      boolean goesOn = true;
      while (goesOn) {
        String head = head(client.getInputStream());
        String path = head.split(" ", 3)[1];
        requests.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
        int second = path.indexOf('/', 1);
        Request request = new Request(head, path.substring(second));
        goesOn = behaviors.apply(path.substring(1, second)).answer(client, request);
      }
    } catch (IOException | IndexOutOfBoundsException _) {
      // the client has enough of it
    } finally {
      clients.remove(client);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the end");
      }
      head.append((char) next);
    }
    in.skipNBytes(bodyLength(head.toString()));
    return head.toString();
  }

  private static long bodyLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Answers as a server that knows one pod and tells nothing new of it. */
  public static boolean plain(Socket client, Request request) throws IOException {
    String path = request.path();
    if (path.contains("watch=")) {
      client.getOutputStream().write(Bytes.text(WATCHED));
      return client.getInputStream().read() >= 0; // nothing comes until the client leaves
    } else if (path.contains("/pods/web-1")) {
      say(client, 200, POD);
    } else if (path.contains("/pods")) {
      say(client, 200, list(POD, ""));
    } else if (path.startsWith("/livez") || path.startsWith("/readyz")) {
      say(client, 200, "ok");
    } else if (path.startsWith("/version")) {
      say(client, 200, "{\"major\":\"1\",\"minor\":\"30\",\"gitVersion\":\"v1.30.0\"}");
    } else {
      say(client, 404, "{\"kind\":\"Status\",\"code\":404,\"message\":\"not found\"}");
    }
    return true;
  }

  /** Returns a page of a list of pods; empty: the last page. */
  public static String list(String items, String next) {
    return """
    {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"10","continue":"%s"},
    "items":[%s]}\
    """
        .formatted(next, items);
  }

  /** Returns the one pod. */
  public static String pod() {
    return POD;
  }

  /** Sends an answer. */
  public static void say(Socket client, int code, String body) throws IOException {
    client
        .getOutputStream()
        .write(
            Bytes.text(
                "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(code, body.length(), body)));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
