package dev.localport.cli.render;

import dev.localport.api.ClusterReport;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Failure;
import dev.localport.api.NodeInfo;
import dev.localport.api.PodInfo;
import dev.localport.api.SeenEvent;
import dev.localport.api.ServicePod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code cluster} commands show to people.
 *
 * @param output in its format, which is not JSON
 * @param now what ages count from
 */
public record ClusterView(Output output, Instant now) {
  private static final int MOST_PODS = 10;
  private static final int MOST_NODES = 10;
  private static final int WIDE_ENOUGH = 120;

  /**
   * Returns the lines for clusters: an overview, and then each by itself. A single one is shown
   * with everything that is known; of several, what is as it should be is left out.
   *
   * @param width of the terminal; 0: any
   */
  public List<String> clusters(List<ClusterReport> clusters, int width) {
    if (clusters.isEmpty()) {
      return List.of();
    }
    List<ClusterStatus> all = clusters.stream().map(ClusterReport::status).toList();
    List<String> lines = new ArrayList<>(lines(new ClusterTable(isWide(), now).table(all), width));
    boolean single = clusters.size() == 1;
    for (ClusterReport cluster : clusters) {
      if (single || cluster.status().state() != ClusterState.DISABLED) {
        details(cluster, single, lines, width);
      }
    }
    return lines;
  }

  private void details(ClusterReport report, boolean single, List<String> lines, int width) {
    ClusterStatus cluster = report.status();
    ClusterDetails details = new ClusterDetails(isWide(), now);
    List<String> facts = new ArrayList<>();
    if (!single) {
      String name = OneLine.plain(cluster.context());
      facts.add(output.colours() ? Colour.BOLD.paint(name) : name);
    }
    boolean isCut = width > 0 && output.format() == OutputFormat.TABLE;
    for (String fact : details.facts(report)) {
      facts.add(isCut ? OneLine.cut(fact, width) : fact);
    }
    add(lines, facts);
    List<NodeInfo> nodes =
        single
            ? cluster.nodeList()
            : cluster.nodeList().stream().filter(ClusterView::isBad).limit(MOST_NODES).toList();
    if (!nodes.isEmpty()) {
      add(lines, lines(details.nodes(nodes), width));
    }
    pods(report, single, lines, width);
    events(report, lines, width);
    if (single && !cluster.cached().isEmpty()) {
      add(lines, lines(details.kept(cluster.cached()), width));
    }
  }

  private void pods(ClusterReport report, boolean single, List<String> lines, int width) {
    List<ServicePod> pods =
        report.pods().stream().filter(pod -> single || !pod.ready()).limit(MOST_PODS).toList();
    if (pods.isEmpty()) {
      return;
    }
    add(lines, lines(new ClusterDetails(isWide(), now).pods(pods), width));
    int total = report.counts().total();
    if (pods.size() < total) {
      lines.add(hint(ClusterDetails.others(pods.size(), total, "pods", report)));
    }
  }

  private void events(ClusterReport report, List<String> lines, int width) {
    if (report.events().isEmpty()) {
      return;
    }
    String context = report.status().context();
    List<SeenEvent> seen =
        report.events().stream().map(event -> new SeenEvent(context, event)).toList();
    add(lines, lines(new EventTable(false, isNarrow(width), false, now).table(rows(seen)), width));
    Integer total = report.eventsTotal();
    if (total != null && total > seen.size()) {
      lines.add(hint(ClusterDetails.others(seen.size(), total, "events", report)));
    }
  }

  private String hint(String text) {
    return output.colours() ? Colour.DIM.paint(text) : text;
  }

  private static boolean isBad(NodeInfo node) {
    return !node.ready() || !node.pressures().isEmpty();
  }

  private static void add(List<String> lines, List<String> section) {
    lines.add("");
    lines.addAll(section);
  }

  /**
   * Returns the lines for events; what several objects have in common is one row, except in the
   * wide form.
   *
   * @param others how many more there are that touch no active service
   * @param most at most so many rows; 0: all
   */
  public List<String> events(List<SeenEvent> events, long others, int most, int width) {
    List<SeenEvent> rows = rows(events);
    List<SeenEvent> shown = most == 0 ? rows : rows.stream().limit(most).toList();
    boolean several = shown.stream().map(SeenEvent::context).distinct().count() > 1;
    List<String> lines = new ArrayList<>();
    if (!shown.isEmpty()) {
      lines.addAll(
          lines(new EventTable(isWide(), isNarrow(width), several, now).table(shown), width));
    }
    if (others > 0) {
      lines.add(hint(others(shown.isEmpty(), others)));
    }
    return lines;
  }

  private static String others(boolean alone, long others) {
    return alone
        ? "no such event touches your services (%d that %s: localport cluster events --all)"
            .formatted(others, others == 1 ? "does not" : "do not")
        : "%d more %s not touch your services: localport cluster events --all"
            .formatted(others, others == 1 ? "does" : "do");
  }

  private List<SeenEvent> rows(List<SeenEvent> events) {
    return isWide() ? events : FoldedEvents.of(events);
  }

  /** Returns the lines for pods. */
  public List<String> pods(List<PodInfo> pods, int width) {
    boolean several = pods.stream().map(PodInfo::context).distinct().count() > 1;
    return pods.isEmpty()
        ? List.of()
        : lines(new PodTable(isWide(), several, now).table(pods), width);
  }

  /**
   * Returns how old a list of events is, a line a cluster; nothing for other lists, whose objects
   * say so themselves.
   *
   * @param resource {@code events}
   */
  public List<String> ages(List<ClusterStatus> clusters, String resource) {
    if (!resource.equals("events")) {
      return List.of();
    }
    return clusters.stream()
        .flatMap(cluster ->
            cluster.cached().stream()
                .filter(kept -> kept.resource().equals(resource) && kept.lastUpdated() != null)
                .map(kept ->
                    "%s: events updated %s"
                        .formatted(cluster.context(), ClusterWords.ago(kept.lastUpdated(), now))))
        .toList();
  }

  /**
   * Returns why clusters could not be refreshed, a line each.
   *
   * @param contexts those that did not answer
   */
  public List<String> notRefreshed(List<ClusterStatus> clusters, List<String> contexts) {
    return contexts.stream()
        .map(context -> {
          ClusterStatus cluster =
              clusters.stream().filter(c -> c.context().equals(context)).findFirst().orElse(null);
          return context + ": not refreshed: " + why(cluster);
        })
        .toList();
  }

  private static String why(@Nullable ClusterStatus cluster) {
    Failure error = cluster != null && cluster.state().isDown() ? cluster.error() : null;
    return error == null
        ? "the cluster did not answer every query in time"
        : OneLine.plain(error.message());
  }

  /**
   * Returns what a reader of events or pods has to know of the clusters: which of them are away,
   * and what they do not tell.
   *
   * @param right that was needed, {@code list events}
   */
  public List<String> remarks(List<ClusterStatus> clusters, String right) {
    List<String> remarks = new ArrayList<>();
    for (ClusterStatus cluster : clusters) {
      if (cluster.stale()) {
        String state = Sign.without(ClusterWords.state(cluster, now).text());
        remarks.add(cluster.context() + ": " + state);
      }
      cluster.missingPermissions().stream()
          .filter(missing -> missing.startsWith(right))
          .forEach(missing ->
              remarks.add(cluster.context() + ": " + ClusterWords.missing(List.of(missing))));
    }
    return remarks;
  }

  /* A message has a line of its own where little of it would be left. */
  private boolean isNarrow(int width) {
    return width > 0 && width < WIDE_ENOUGH && output.format() == OutputFormat.TABLE;
  }

  private boolean isWide() {
    return output.format() == OutputFormat.WIDE;
  }

  private List<String> lines(Table table, int width) {
    return output.format() == OutputFormat.TEXT
        ? table.blocks()
        : table.lines(isWide() ? 0 : width, output.colours());
  }
}
