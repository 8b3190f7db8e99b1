package dev.localport.cli.command;

import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Asks the daemon page by page.
 *
 * @param method one of the {@code cluster} methods
 * @param key of the list that comes in pages
 * @param narrowed makes of what a user asks for what the daemon is asked for
 */
record ClusterQuestion(String method, String key, UnaryOperator<ClusterRequest> narrowed) {
  /** As long as a daemon waits for clusters, or somewhat longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Asks for what a user asks for. */
  ClusterQuestion(String method, String key) {
    this(method, key, UnaryOperator.identity());
  }

  /** Returns the answer with the lists of all its pages as one. */
  JsonObject ask(DaemonClient daemon, ClusterRequest wanted) throws CommandException {
    ClusterRequest request = narrowed.apply(wanted);
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
    if (answer.number("others", 0) > 0) {
      whole.put("others", answer.number("others"));
    }
    if (!key.equals("clusters")) {
      whole.put("clusters", answer.objects("clusters"));
    }
    return whole.build();
  }

  /** Returns the clusters of an answer. */
  static List<ClusterStatus> clusters(JsonObject answer) {
    return reports(answer).stream().map(ClusterReport::status).toList();
  }

  /** Returns the clusters of an answer; one that came in pieces is whole again. */
  static List<ClusterReport> reports(JsonObject answer) {
    List<ClusterReport> reports = new ArrayList<>();
    for (JsonObject json : answer.objects("clusters")) {
      ClusterReport piece = ClusterReport.from(json);
      ClusterReport before = reports.isEmpty() ? null : reports.getLast();
      if (before != null && isSame(before.status(), piece.status())) {
        var nodes = new ArrayList<>(before.status().nodeList());
        nodes.addAll(piece.status().nodeList());
        reports.set(reports.size() - 1, before.with(before.status().with(nodes)));
      } else {
        reports.add(piece);
      }
    }
    return reports;
  }

  private static boolean isSame(ClusterStatus one, ClusterStatus other) {
    return one.context().equals(other.context()) && one.server().equals(other.server());
  }
}
