package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.paths.DaemonSearch;
import dev.localport.paths.DaemonSearch.Sight;
import dev.localport.paths.DaemonSearch.Unresponsive;
import dev.localport.paths.PathProblem;
import dev.localport.paths.Places;
import dev.localport.paths.UserLocale;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code localport prompt} prints. A shell waits for it each time it draws its prompt, so this
 * loads as little as it can, starts no daemon, and gives up soon. Nothing is an error: a prompt is
 * no place for messages.
 *
 * @param context of which services, or null: of all
 * @param format what is printed, or null: the usual
 */
public record PromptSegment(@Nullable String context, @Nullable String format) {
  /** How long a daemon that does not respond is waited for. */
  static final Duration PATIENCE = Duration.ofMillis(200);

  private static final String USUAL = "{sign} {up}/{wanted}{trouble}";
  private static final String SIGN = "\u21c5"; // ⇅
  private static final String ASCII = "LP";

  /**
   * Returns what plain arguments ask for, so that the command line need not be made for them; null
   * where they are anything else: help, a mistake, or a global option.
   */
  public static @Nullable PromptSegment find(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals("prompt")) {
      return null;
    }
    String context = null;
    String format = null;
    for (int i = 1; i < arguments.size(); i += 2) {
      String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "-";
      if (value.startsWith("-")) {
        return null;
      } else if (arguments.get(i).equals("--context")) {
        context = value;
      } else if (arguments.get(i).equals("--format")) {
        format = value;
      } else {
        return null;
      }
    }
    return new PromptSegment(context, format);
  }

  /**
   * Returns the segment; empty where no daemon runs or responds, and where no service is wanted.
   *
   * @param environment of the shell: its locale decides about the sign
   */
  public String read(Places places, Map<String, String> environment) {
    JsonObject counts = counts(places);
    if (counts == null || counts.number("wanted", 0) == 0) {
      return "";
    }
    String form = format == null ? USUAL : format;
    return form.replace("{sign}", isUnicode(environment) ? SIGN : ASCII)
        .replace("{up}", String.valueOf(counts.number("up", 0)))
        .replace("{wanted}", String.valueOf(counts.number("wanted", 0)))
        .replace("{trouble}", counts.flag("trouble", false) ? " !" : "");
  }

  private @Nullable JsonObject counts(Places places) {
    try {
      DaemonSearch search = new DaemonSearch(places, Duration.ZERO, Duration.ZERO);
      return search.findNow(this::ask) instanceof Sight.Reached<JsonObject>(JsonObject counts)
          ? counts
          : null;
    } catch (IOException | PathProblem | RuntimeException _) {
      return null; // whatever it is, a prompt is not where to say so
    }
  }

  private JsonObject ask(Path socket) throws IOException {
    JsonObject params =
        context == null ? JsonObject.empty() : JsonObject.builder().put("context", context).build();
    try (RpcClient daemon = RpcClient.connect(socket, PATIENCE, (_, _) -> {})) {
      return daemon.call(Methods.COUNTS, params, PATIENCE);
    } catch (IOException e) {
      throw new Unresponsive(e);
    }
  }

  /* By the rules of POSIX: the first of them that is set and not empty. */
  private static boolean isUnicode(Map<String, String> environment) {
    String all = environment.getOrDefault(UserLocale.KEPT, environment.getOrDefault("LC_ALL", ""));
    String locale =
        List.of(all, environment.getOrDefault("LC_CTYPE", ""), environment.getOrDefault("LANG", ""))
            .stream()
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("C")
            .toUpperCase(Locale.ROOT);
    return locale.contains("UTF-8") || locale.contains("UTF8");
  }
}
