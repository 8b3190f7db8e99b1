package dev.localport.cli.imports.shell;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Entry;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.draft.Skipped;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code mirrord port-forward -L [LOCAL:]HOST:PORT}: a host that is a Service's name in the
 * cluster can be forwarded. Belongs to one command.
 */
final class MirrordLine {
  private static final Pattern SPEC = Pattern.compile("(?:([0-9]+):)?([^:]+):([0-9]+)");
  private static final Pattern SERVICE =
      Pattern.compile("([a-z0-9-]+)(?:\\.([a-z0-9-]+)(?:\\.svc(?:\\.cluster\\.local)?)?)?\\.?");

  private final String file;
  private final Consumer<Entry> found;

  MirrordLine(String file, Consumer<Entry> found) {
    this.file = file;
    this.found = found;
  }

  /** Reads the words behind mirrord. */
  void read(List<Word> words, int line) {
    Origin at = new Origin(file, Math.max(1, line));
    if (words.isEmpty() || !words.getFirst().text().equals("port-forward")) {
      return;
    }
    for (int i = 1; i < words.size(); i++) {
      String text = words.get(i).text();
      String next = i + 1 < words.size() ? words.get(i + 1).text() : "";
      if (text.equals("-L")) {
        found.accept(local(at, next));
        i++;
      } else if (text.startsWith("-L")) {
        found.accept(local(at, text.substring(2)));
      } else if (text.startsWith("-R")) {
        found.accept(
            new Skipped(
                at, "mirrord -R leads from the cluster to this machine; LocalPort does not"));
      }
    }
  }

  private static Entry local(Origin at, String spec) {
    Matcher ports = SPEC.matcher(spec);
    Matcher host = ports.matches() ? SERVICE.matcher(ports.group(2)) : SERVICE.matcher("");
    if (!host.matches() || host.group(1).matches("[0-9]+") || host.group(2) == null) {
      return new Skipped(
          at,
          "%s is not the name of a Service with its namespace; LocalPort forwards to Services and pods"
              .formatted(ports.matches() ? ports.group(2) : "the host of mirrord"));
    }
    String local = ports.group(1) == null ? ports.group(3) : ports.group(1);
    return new DraftBuilder(at)
        .target("service", host.group(1))
        .namespace(host.group(2))
        .port(local, ports.group(3))
        .build();
  }
}
