package dev.localport.cli.render;

import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code logs --list} prints.
 *
 * @param output in its format
 * @param now what ages count from
 */
public record LogFileView(Output output, Instant now) {
  /**
   * A file of a log.
   *
   * @param service whose log it is; null: the daemon's
   * @param file where it is
   * @param label how the user calls the file
   * @param size in bytes
   * @param written when it was written to last
   */
  public record Row(@Nullable String service, Path file, String label, long size, Instant written) {
    private JsonObject json() {
      return JsonObject.builder()
          .put("service", service)
          .put("path", file.toString())
          .put("size_bytes", size)
          .put("last_written", written)
          .build();
    }
  }

  /** Prints them in the order given. */
  public void print(List<Row> rows) {
    if (output.isJson()) {
      output.result(
          JsonObject.builder().put("logs", rows.stream().map(Row::json).toList()).build());
      return;
    }
    Table table =
        new Table(
            List.of(
                new Column("LOG", Cut.NEVER),
                new Column("SIZE", Cut.NEVER),
                new Column("WRITTEN", Cut.NEVER),
                new Column("FILE", Cut.FRONT)));
    for (Row row : rows) {
      table.add(
          List.of(
              Cell.of(row.service() == null ? "(daemon)" : row.service()),
              Cell.of(Bytes.show(row.size())),
              Cell.of(ClusterWords.ago(row.written(), now)),
              Cell.of(row.label())));
    }
    if (!rows.isEmpty()) {
      output.painted(
          output.format() == OutputFormat.TEXT
              ? table.blocks()
              : table.lines(output.columns(), output.colours()));
    }
  }
}
