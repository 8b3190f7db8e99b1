package dev.localport.daemon.kube;

import dev.localport.api.PodLogSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the API server for one reading of a log. Immutable.
 *
 * @param source whose log
 * @param previous whether it is that of the container before the last restart
 * @param follow whether the answer continues as lines are written
 * @param since lines from this second on; null: all. The API server knows whole seconds
 * @param lines the number of last ones; null: all
 */
public record LogQuery(
    PodLogSource source,
    boolean previous,
    boolean follow,
    @Nullable Instant since,
    @Nullable Integer lines) {
  /** The most bytes of an answer that is only checked. */
  private static final int MOST_LOOKED_AT = 1024 * 1024;

  /** Returns the path with its query. */
  String path(String namespace) {
    StringBuilder path =
        new StringBuilder("/api/v1/namespaces/%s/pods/%s/log".formatted(namespace, source.pod()));
    path.append("?timestamps=true&container=").append(encoded(source.container()));
    if (previous) {
      path.append("&previous=true");
    }
    if (follow) {
      path.append("&follow=true");
    }
    if (since != null) {
      path.append("&sinceTime=").append(encoded(since.toString()));
    }
    if (lines != null) {
      path.append("&tailLines=").append(lines);
    }
    if (lines != null && lines == 1 && !follow) {
      path.append("&limitBytes=").append(MOST_LOOKED_AT);
    }
    return path.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
