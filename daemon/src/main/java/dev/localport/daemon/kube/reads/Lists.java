package dev.localport.daemon.kube.reads;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of any length object by object, as they arrive; keeps none of them.
 *
 * <p>A list is asked for with {@code resourceVersion=0} and a limit. What the server has in its
 * watch cache then comes whole and costs etcd nothing, since such a server ignores the limit; what
 * it has not (events, as a rule) comes in pages, so that no server gathers it all. Whole objects
 * and no Table: the rows of one are a tenth of the bytes, but have neither a pod's phase nor how a
 * container ended the last time.
 */
final class Lists {
  private static final int PAGE = 500;
  private static final int EXPIRED = 410;

  private final RawCalls calls;

  Lists(RawCalls calls) {
    this.calls = calls;
  }

  /**
   * Reads a list.
   *
   * @param collection its path
   * @param query whose selectors; its namespace is part of the path
   * @param most how many objects are read; 0: all
   * @param fresh makes what takes them: once more where the pages of a long list have expired
   */
  <T extends RawCalls.Reader> T read(
      String collection, ClusterQuery query, int most, Supplier<T> fresh, CallDeadline deadline)
      throws KubeException {
    String selected = collection + "?" + selectors(query);
    String first = most == 0 ? "limit=%d&resourceVersion=0".formatted(PAGE) : limit(most);
    try {
      return pages(selected, first, most, fresh.get(), deadline);
    } catch (KubeException e) {
      if (!isExpired(e)) {
        throw e;
      }
      return pages(selected, "resourceVersion=0", most, fresh.get(), deadline);
    }
  }

  /** Returns whether the version or the page that was asked for is too old by now. */
  static boolean isExpired(KubeException e) {
    return e.getCause() instanceof KubernetesClientException cause && cause.getCode() == EXPIRED;
  }

  private <T extends RawCalls.Reader> T pages(
      String selected, String first, int most, T items, CallDeadline deadline)
      throws KubeException {
    int seen = 0;
    ListPages all = new ListPages(calls.server());
    String next = first;
    while (next != null) {
      int wanted = most == 0 ? Integer.MAX_VALUE : most - seen;
      Page page = calls.read(selected + next, deadline, json -> new Page(items, wanted).of(json));
      seen += page.read;
      String token = page.isFull() ? null : all.next(page.read, page.token);
      next =
          token == null
              ? null
              : limit(most == 0 ? PAGE : most - seen) + "&continue=" + encoded(token);
    }
    return items;
  }

  private static String limit(int left) {
    return "limit=" + Math.min(left, PAGE);
  }

  private static String selectors(ClusterQuery query) {
    return parameter("fieldSelector", query.fieldSelector())
        + parameter("labelSelector", query.labelSelector());
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? "" : name + "=" + encoded(value) + "&";
  }

  /** Returns a text as it stands in a URL. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static final class Page {
    private final RawCalls.Reader items;
    private final int most;
    private int read;
    private @Nullable String token;

    Page(RawCalls.Reader items, int most) {
      this.items = items;
      this.most = most;
    }

    boolean isFull() {
      return read >= most;
    }

    Page of(JsonParser json) throws IOException {
      JsonWalk.object(json, this::field);
      return this;
    }

    private void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "metadata" -> JsonWalk.object(json, this::metadata);
        case "items" -> JsonWalk.items(json, this::item);
        default -> {
          // kind and version are those that were asked for
        }
      }
    }

    private void metadata(String name, JsonParser json) throws IOException {
      switch (name) {
        case "continue" -> {
          String text = json.getValueAsString(""); // whole: half a token is none
          token = text.isEmpty() ? null : text;
        }
        case "resourceVersion" -> items.version(JsonWalk.text(json, ""));
        default -> {
          // how many remain is counted here
        }
      }
    }

    private void item(JsonParser json) throws IOException {
      if (!isFull()) {
        read++;
        items.read(json);
      }
    }
  }
}
