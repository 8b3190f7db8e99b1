package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.Entry;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.draft.Plain;
import dev.localport.cli.imports.draft.PortDraft;
import dev.localport.cli.imports.draft.Skipped;
import dev.localport.config.ConfigFile;
import dev.localport.config.LocalPort;
import dev.localport.config.ServiceConfig;
import dev.localport.config.TargetConfig;
import dev.localport.config.edit.YamlWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What was found as a configuration: entries of {@code services} with comments where something is
 * different, missing or left out, and the same as notes for the user. Belongs to one import.
 */
public final class Written {
  private static final int WIDTH = 100;

  private final List<String> names = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<String> head = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<Note> missing = new ArrayList<>();
  private final List<String> known = new ArrayList<>();
  private final ServiceNames given = new ServiceNames();
  private final LocalPorts ports = new LocalPorts();
  private final String old;

  /** A sentence on something at one place: prints as {@code pf.sh:3: web: …}. */
  public record Note(Origin at, String text) {
    /** Returns what the user calls the file. */
    public String file() {
      return at.file();
    }

    /** Returns the line, from 1. */
    public int line() {
      return at.line();
    }

    @Override
    public String toString() {
      return at + ": " + text;
    }
  }

  private Written(String old) {
    this.old = old;
  }

  /** Writes a file of its own. */
  public static Written fresh(Importer.Found found) {
    Written written = new Written("");
    Kubeconfigs kubeconfigs = Kubeconfigs.of(found.entries());
    written.head(kubeconfigs);
    kubeconfigs.entries().forEach(entry -> written.add(entry, List.of()));
    return written;
  }

  /**
   * Writes what is added to a file that is there: services and comments that it has already are
   * left out.
   *
   * @param text the file as it is
   */
  public static Written additions(Importer.Found found, ConfigFile file, String text) {
    Written written = new Written(text);
    List<ServiceConfig> there = file.services();
    for (ServiceConfig service : there) {
      if (service.enabled()) {
        LocalPort.of(service).forEach(port -> written.ports.add(port, service.name()));
      }
    }
    for (Entry entry : found.entries()) {
      written.add(
          entry instanceof Draft draft && draft.isWhole()
              ? KnownKubeconfigs.placed(draft, file)
              : entry,
          there);
    }
    return written;
  }

  private void head(Kubeconfigs kubeconfigs) {
    head.add("version: \"1.0\"");
    head.add("");
    if (kubeconfigs.all() != null) {
      head.add("kubeconfig: " + YamlWord.quoted(kubeconfigs.all()));
      head.add("");
    }
    if (!kubeconfigs.ofContexts().isEmpty()) {
      head.add("cluster_contexts:");
      new TreeMap<>(kubeconfigs.ofContexts())
          .forEach((context, path) -> {
            head.add("  " + YamlWord.quoted(context) + ":");
            head.add("    kubeconfig: " + YamlWord.quoted(path));
          });
      head.add("");
    }
  }

  private void add(Entry entry, List<ServiceConfig> there) {
    int before = lines.size();
    switch (entry) {
      case Skipped(Origin at, String why) -> {
        comment(at + ": not imported: " + why);
        missing.add(new Note(at, why));
      }
      case Draft draft when draft.isWhole() -> whole(draft, there);
      case Draft draft -> incomplete(draft);
    }
    List<String> added = lines.subList(before, lines.size());
    boolean isComment = added.stream().allMatch(line -> line.startsWith("#"));
    if (!added.isEmpty() && isComment && old.contains(added.getFirst() + "\n")) {
      added.clear(); // from the import before
    } else if (!added.isEmpty() && (before > 0 || !there.isEmpty())) {
      added.addFirst("");
    }
  }

  private void whole(Draft draft, List<ServiceConfig> there) {
    String name = given.of(draft);
    for (ServiceConfig service : there) {
      if (service.name().equals(name) || leadsAs(service, draft)) {
        known.add(service.name());
        return;
      }
    }
    List<String> remarks = new ArrayList<>(draft.remarks());
    List<PortDraft> own = ports.give(draft, name, remarks);
    comment(draft.at().toString());
    for (String remark : remarks) {
      comment(remark);
      notes.add(new Note(draft.at(), name + ": " + remark));
    }
    names.add(name);
    lines.addAll(ServiceLines.of(draft, name, own));
  }

  /* The same forward, which has another name in the file. */
  private static boolean leadsAs(ServiceConfig service, Draft draft) {
    TargetConfig target = service.target();
    boolean isThere =
        draft.ports().stream()
            .allMatch(port ->
                port.local() != 0
                    && service.ports().stream()
                        .anyMatch(own ->
                            own.local() == port.local() && own.remote().equals(port.remote())));
    return isThere
        && target.kind().word().equals(draft.kind())
        && draft.object().equals(target.name())
        && Objects.equals(draft.namespace(), target.namespace())
        && (draft.context() == null
            || target.context() == null
            || draft.context().equals(target.context()));
  }

  private void incomplete(Draft draft) {
    String name = given.of(draft);
    String why = String.join("; ", draft.missing());
    comment(draft.at() + ": not imported: " + why);
    draft.remarks().forEach(this::comment);
    comment("Fill in what is missing:");
    ServiceLines.of(draft, name, draft.ports()).forEach(line -> lines.add("# " + plain(line)));
    missing.add(new Note(draft.at(), name + ": " + why));
  }

  private void comment(String text) {
    String rest = Plain.line(text);
    while (rest.length() > WIDTH) {
      int blank = rest.lastIndexOf(' ', WIDTH);
      int cut = blank <= 0 ? WIDTH : blank;
      lines.add("# " + rest.substring(0, cut));
      rest = rest.substring(cut).strip();
    }
    lines.add("# " + rest);
  }

  private static String plain(String line) {
    String stripped = line.stripLeading();
    return " ".repeat(line.length() - stripped.length()) + Plain.line(stripped);
  }

  /** Returns the names of the services, in order. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** Returns the names that the file has already, and which are left as they are there. */
  public List<String> known() {
    return List.copyOf(known);
  }

  /** Returns what is different from the other tool. */
  public List<Note> notes() {
    return List.copyOf(notes);
  }

  /** Returns what could not be imported. */
  public List<Note> missing() {
    return List.copyOf(missing);
  }

  /** Returns the entries, their dashes in column 0. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Returns a whole file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    head.forEach(line -> text.append(line).append('\n'));
    text.append("services:\n");
    for (String line : lines) {
      text.append(line.isEmpty() ? "" : "  " + line).append('\n');
    }
    return text.toString();
  }
}
