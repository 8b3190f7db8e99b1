package dev.localport.cli.command;

import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Asks the daemon page by page.
 *
 * @param method one of the {@code cluster} methods
 * @param key of the list that comes in pages
 */
record ClusterQuestion(String method, String key) {
  /** As long as a daemon waits for clusters, or somewhat longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Returns the answer with the lists of all its pages as one. */
  JsonObject ask(DaemonClient daemon, ClusterRequest request) throws CommandException {
    JsonObject answer = daemon.call(method, request.toJson(), PATIENCE);
    List<JsonObject> all = new ArrayList<>(answer.objects(key));
    int from = 0;
    OptionalLong next = answer.findNumber("next");
    while (next.isPresent() && next.getAsLong() > from) {
      from = (int) next.getAsLong();
      JsonObject page = daemon.call(method, request.page(from).toJson());
      all.addAll(page.objects(key));
      next = page.findNumber("next");
    }
    JsonObject.Builder whole = JsonObject.builder().put(key, all);
    if (answer.has("not_refreshed")) {
      whole.put("not_refreshed", answer.texts("not_refreshed"));
    }
    if (!key.equals("clusters")) {
      whole.put("clusters", answer.objects("clusters"));
    }
    return whole.build();
  }

  /** Returns the clusters of an answer; one that came in pieces is whole again. */
  static List<ClusterStatus> clusters(JsonObject answer) {
    List<ClusterStatus> clusters = new ArrayList<>();
    for (JsonObject json : answer.objects("clusters")) {
      ClusterStatus piece = ClusterStatus.from(json);
      ClusterStatus before = clusters.isEmpty() ? null : clusters.getLast();
      if (before != null && isSame(before, piece)) {
        var nodes = new ArrayList<>(before.nodeList());
        nodes.addAll(piece.nodeList());
        clusters.set(clusters.size() - 1, before.with(nodes));
      } else {
        clusters.add(piece);
      }
    }
    return clusters;
  }

  private static boolean isSame(ClusterStatus one, ClusterStatus other) {
    return one.context().equals(other.context()) && one.server().equals(other.server());
  }
}
