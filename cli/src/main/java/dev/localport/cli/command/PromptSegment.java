package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.Places;
import dev.localport.paths.RegularFile;
import dev.localport.paths.UserLocale;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.LineCall;
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

  /** What is printed without {@code --format}. */
  static final String USUAL = "{sign} {up}/{wanted}{trouble}";

  private static final String SIGN = "\u21c5"; // ⇅
  private static final String ASCII = "LP";
  private static final String SOCKET = "\"socket\":\"";
  private static final int MOST_FILE = 64 << 10;
  private static final int MOST_DIGITS = 9;

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
      if (value.isEmpty() || value.startsWith("-")) {
        return null;
      } else if (arguments.get(i).equals("--context") && context == null) {
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
    String answer = answer(places);
    String wanted = answer == null ? "" : after(answer, "\"wanted\":");
    if (answer == null || wanted.isEmpty() || wanted.equals("0")) {
      return "";
    }
    String form = format == null ? USUAL : format;
    return form.replace("{sign}", isUnicode(environment) ? SIGN : ASCII)
        .replace("{up}", after(answer, "\"up\":"))
        .replace("{wanted}", wanted)
        .replace("{trouble}", answer.contains("\"trouble\":true") ? " !" : "");
  }

  /* The answer is three small values. A JSON library takes longer to load than all the rest. */
  private static String after(String answer, String key) {
    int begin = answer.indexOf(key) + key.length();
    int end = begin;
    while (begin >= key.length() && end < answer.length() && isDigit(answer.charAt(end))) {
      end++;
    }
    return answer.substring(begin, Math.min(end, begin + MOST_DIGITS));
  }

  private static boolean isDigit(char each) {
    return each >= '0' && each <= '9';
  }

  private @Nullable String answer(Places places) {
    try {
      String file = RegularFile.text(places.daemonFile(), MOST_FILE);
      Path socket = socket(places, file);
      return socket == null ? null : LineCall.ask(socket, question(), PATIENCE);
    } catch (IOException | RuntimeException _) {
      return null; // whatever it is, a prompt is not where to say so
    }
  }

  private static @Nullable Path socket(Places places, String file) {
    int begin = file.indexOf(SOCKET);
    int end = begin < 0 ? -1 : file.indexOf('"', begin + SOCKET.length());
    if (end < 0 || file.indexOf('\\') >= 0) { // something is escaped
      return DaemonFile.find(places.daemonFile()).map(DaemonFile::socket).orElse(null);
    }
    return Path.of(file.substring(begin + SOCKET.length(), end));
  }

  private String question() {
    String asked = context;
    String head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + Methods.COUNTS + "\"";
    if (asked == null) {
      return head + "}";
    }
    String quoted =
        isPlain(asked)
            ? "{\"context\":\"" + asked + "\"}"
            : JsonObject.builder().put("context", asked).build().toString();
    return head + ",\"params\":" + quoted + "}";
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each < ' ' || each > '~' || each == '"' || each == '\\') {
        return false;
      }
    }
    return true;
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
