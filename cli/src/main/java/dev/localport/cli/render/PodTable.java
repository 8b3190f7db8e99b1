package dev.localport.cli.render;

import dev.localport.api.ContainerInfo;
import dev.localport.api.PodInfo;
import dev.localport.api.Resources;
import dev.localport.api.Termination;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row a pod.
 *
 * @param wide everything that fits a row
 * @param several whether they are of several clusters
 * @param now what ages count from
 */
record PodTable(boolean wide, boolean several, Instant now) {
  private static final Duration USAGE_IS_OLD = Duration.ofMinutes(10);

  Table table(List<PodInfo> pods) {
    Table table = new Table(columns());
    for (PodInfo pod : pods) {
      if (pod.stale()) {
        table.addDim(cells(pod));
      } else {
        table.add(cells(pod));
      }
      PodHistory history = new PodHistory(pod, now);
      (wide ? history.all() : history.recent()).forEach(line -> table.remark("happened", line));
    }
    return table;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    if (wide || several) {
      columns.add(new Column("CLUSTER", Cut.NAME));
    }
    columns.add(new Column("NAMESPACE", Cut.NEVER));
    columns.add(new Column("NAME", Cut.NEVER));
    columns.add(new Column("READY", Cut.NEVER, 2));
    columns.add(new Column("RESTARTS", Cut.NEVER, 4));
    columns.add(new Column("STATE", Cut.END, 1));
    columns.add(new Column("CHANGED", Cut.NEVER, 3));
    columns.add(new Column("SERVICES", Cut.END, 5));
    columns.add(new Column("NODE", Cut.FRONT, 6));
    columns.add(new Column("LAST TERMINATION", Cut.END, 7));
    if (wide) {
      columns.add(new Column("AGE", Cut.NEVER));
      columns.add(new Column("CPU", Cut.NEVER));
      columns.add(new Column("MEMORY", Cut.NEVER));
      columns.add(new Column("CONDITIONS", Cut.END));
    }
    return columns;
  }

  private List<Cell> cells(PodInfo pod) {
    List<Cell> cells = new ArrayList<>();
    if (wide || several) {
      cells.add(Cell.of(pod.context()));
    }
    cells.add(Cell.of(pod.namespace()));
    cells.add(Cell.of(pod.name()));
    long ready = pod.running().stream().filter(ContainerInfo::ready).count();
    cells.add(Cell.of(ready + "/" + pod.running().size()));
    cells.add(Cell.of(String.valueOf(pod.restarts())));
    cells.add(state(pod));
    cells.add(Cell.of(ClusterWords.ago(pod.lastChange(), now)));
    cells.add(Cell.orNone(ClusterWords.names(pod.services(), wide)));
    cells.add(Cell.orNone(pod.node()));
    cells.add(Cell.orNone(lastTermination(pod)));
    if (wide) {
      cells.add(Cell.of(age(pod)));
      cells.add(Cell.of(amount(pod, Resources::cpuMillis, millis -> millis + "m")));
      cells.add(Cell.of(amount(pod, Resources::memoryBytes, Bytes::show)));
      cells.add(Cell.orNone(OneLine.plain(String.join(", ", pod.conditions()))));
    }
    return cells;
  }

  private Cell state(PodInfo pod) {
    String trouble = pod.trouble() == null ? pod.phase() : pod.trouble();
    String word = pod.deleting() ? "being deleted" : pod.ready() ? pod.phase() : trouble;
    String age = pod.stale() ? " · known " + ClusterWords.ago(pod.lastUpdated(), now) : "";
    Sign sign = pod.deleting() ? Sign.SLOW : pod.ready() ? Sign.CONNECTED : Sign.AWAY;
    return sign.before(OneLine.plain(word) + age);
  }

  /* The newest of all its containers. */
  private @Nullable String lastTermination(PodInfo pod) {
    return pod.containers().stream()
        .filter(container -> container.last() != null)
        .max(
            Comparator.comparing(
                container -> Objects.requireNonNullElse(ended(container).at(), Instant.EPOCH)))
        .map(this::termination)
        .orElse(null);
  }

  private static Termination ended(ContainerInfo container) {
    return Objects.requireNonNull(container.last());
  }

  private String termination(ContainerInfo container) {
    Termination last = ended(container);
    boolean isPlain = last.reason() == null || last.reason().equals("Error"); // says no more
    String how =
        isPlain ? "exit code " + last.exitCode() : last.reason() + " (" + last.exitCode() + ")";
    String when = last.at() == null ? "" : " " + ClusterWords.ago(last.at(), now);
    return container.name() + ": " + how + when;
  }

  private String age(PodInfo pod) {
    String ago = ClusterWords.ago(pod.created(), now);
    return ago.endsWith(" ago") ? ago.substring(0, ago.length() - " ago".length()) : ago;
  }

  private interface Amount {
    @Nullable Long of(Resources resources);
  }

  /* Used, where that is measured, and what its containers may have; old figures with their age. */
  private String amount(PodInfo pod, Amount amount, LongFunction<String> words) {
    Resources usage = pod.usage();
    Long used = usage == null ? null : amount.of(usage);
    Long most = limit(pod, amount);
    if (used == null) {
      return most == null ? Table.NONE : words.apply(most);
    }
    String text = words.apply(used) + (most == null ? "" : " of " + words.apply(most));
    Instant told = pod.usageUpdated();
    boolean isOld = told != null && told.isBefore(now.minus(USAGE_IS_OLD));
    return isOld ? text + ", " + ClusterWords.ago(told, now) : text;
  }

  /* No limit on one of them: none on all. */
  private static @Nullable Long limit(PodInfo pod, Amount amount) {
    long sum = 0;
    for (ContainerInfo container : pod.running()) {
      Long most = container.limits() == null ? null : amount.of(container.limits());
      if (most == null) {
        return null;
      }
      sum += most;
    }
    return pod.running().isEmpty() ? null : sum;
  }
}
