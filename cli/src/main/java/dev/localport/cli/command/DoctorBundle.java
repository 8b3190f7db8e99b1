package dev.localport.cli.command;

import dev.localport.api.EventQuery;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.api.Methods;
import dev.localport.api.Version;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.doctor.SupportArchive;
import dev.localport.config.edit.ConfigExport;
import dev.localport.config.edit.ExportOptions;
import dev.localport.config.form.YamlText;
import dev.localport.paths.LogTail;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code doctor --bundle} puts into its archive. What cannot be read is in it as the reason.
 *
 * @param report all findings
 */
record DoctorBundle(
    CommandContext context, DoctorFile file, DoctorDaemon daemon, JsonObject report) {
  private static final int EVENTS = 500;
  private static final int LOG_LINES = 2000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  /** One text, which may not be there to be had. */
  @FunctionalInterface
  private interface Text {
    String read() throws IOException, CommandException;
  }

  /**
   * Writes the archive.
   *
   * @param name as the user gave it; empty: one with the time, in the current folder
   * @return where it is
   */
  Path write(String name) throws CommandException {
    CliEnvironment here = context.surroundings();
    String wanted =
        name.isEmpty()
            ? "localport-support-%s.zip".formatted(STAMP.format(here.clock().instant()))
            : name;
    Path path = here.folder().resolve(wanted);
    try {
      SupportArchive.write(path, texts());
      return path;
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "%s exists; name another file with --bundle FILE".formatted(here.label(path)),
          e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "%s cannot be written: %s".formatted(here.label(path), e.getMessage()),
          e);
    }
  }

  private Map<String, String> texts() {
    CliEnvironment here = context.surroundings();
    Map<String, String> texts = new TreeMap<>();
    texts.put("doctor.json", report.toPrettyString() + "\n");
    texts.put("version.json", version().toPrettyString() + "\n");
    texts.put("environment-names.txt", SupportArchive.names(here.environment().keySet()));
    texts.put("status.json", daemon.status().toPrettyString() + "\n");
    put(texts, "events.json", this::events);
    put(texts, "daemon.log", () -> tail(here.places().daemonLog()));
    put(texts, "limits.txt", this::limits);
    put(texts, "configuration.yaml", this::configuration);
    return texts;
  }

  private static void put(Map<String, String> texts, String name, Text text) {
    try {
      texts.put(name, text.read());
    } catch (IOException | CommandException e) {
      texts.put(name, "not available: " + e.getMessage() + "\n");
    }
  }

  private static JsonObject version() {
    return JsonObject.builder()
        .put("version", Version.current())
        .put("java", System.getProperty("java.version", ""))
        .put("vm", System.getProperty("java.vm.name", ""))
        .put("os", System.getProperty("os.name", ""))
        .put("os_version", System.getProperty("os.version", ""))
        .put("arch", System.getProperty("os.arch", ""))
        .build();
  }

  private String events() throws CommandException {
    EventQuery query = new EventQuery(null, null, Set.of(), null, 0, EVENTS);
    DaemonClient client = daemon.client();
    List<JsonObject> events =
        client == null
            ? new RecordedEvents(context).read(query).stream().map(JournalEntry::toJson).toList()
            : Pages.all(client, Methods.EVENT_QUERY, query.toJson(), "events").objects("events");
    return JsonObject.builder().put("events", events).build().toPrettyString() + "\n";
  }

  private static String tail(Path log) throws IOException {
    return String.join("\n", LogTail.lines(log, LOG_LINES)) + "\n";
  }

  private String limits() throws IOException {
    String own = Files.readString(Path.of("/proc/self/limits"));
    long pid = daemon.facts().pid();
    return pid == 0
        ? own
        : own + "\nof the daemon:\n" + Files.readString(Path.of("/proc/" + pid + "/limits"));
  }

  private String configuration() throws CommandException {
    Path path = file.path();
    if (path == null || file.config() == null) {
      return "# there is no configuration file that can be used\n";
    }
    byte[] content = new UserFile(context.surroundings(), context.options().config()).content(path);
    return YamlText.write(
        ConfigExport.of(
            FileAccess.of(path, context.surroundings()),
            new String(content, StandardCharsets.UTF_8),
            context.surroundings().environment(),
            new ExportOptions(List.of(), List.of(), false, true)));
  }
}
