package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The services that ran when the daemon ended: the next one starts them again, so people who miss
 * them learn that. Only their names are read of what the daemon keeps.
 *
 * @param stateFile what the daemon keeps; it may be missing
 */
public record ServicesBefore(Path stateFile) {
  private static final int MOST_NAMES = 3;
  private static final long MOST_BYTES = 8L << 20;

  /** Returns what a command ends with that needs a daemon and starts none. */
  public CommandException notRunning() {
    List<String> names = names();
    return names.isEmpty()
        ? Daemons.notRunning()
        : new CommandException(
            ExitCode.GENERAL,
            "the daemon is not running; %s ran before: %s; start %s again: localport daemon start"
                .formatted(
                    names.size() == 1 ? "1 service" : names.size() + " services",
                    shown(names),
                    names.size() == 1 ? "it" : "them"));
  }

  private static String shown(List<String> names) {
    int more = names.size() - MOST_NAMES;
    String first = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /* Where the file cannot be read, the daemon will say so. */
  private List<String> names() {
    try {
      if (!Files.isRegularFile(stateFile) || Files.size(stateFile) > MOST_BYTES) {
        return List.of();
      }
      return JsonObject.parse(Files.readString(stateFile)).objects("wanted").stream()
          .map(service -> service.text("name"))
          .toList();
    } catch (IOException | RpcException _) {
      return List.of();
    }
  }
}
