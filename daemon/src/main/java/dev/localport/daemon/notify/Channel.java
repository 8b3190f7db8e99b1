package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import dev.localport.api.Steering;
import dev.localport.paths.UserLocale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A channel for notifications. Immutable. */
sealed interface Channel {
  /** Returns what is named where this fails, without arguments: they may be secret. */
  String label();

  /** Returns the program that notifies; null where it is not there. */
  @Nullable ProgramRun run(Notice notice);

  /** The program that the file names. */
  record Command(Hook hook) implements Channel {
    private static final int MOST = 4_000; // characters; one variable holds 128 KiB at most

    @Override
    public String label() {
      return hook.config().label();
    }

    @Override
    public @Nullable ProgramRun run(Notice notice) {
      Map<String, String> shell = environment(hook);
      List<String> words = new ArrayList<>(hook.config().command());
      Path program = ProgramSearch.find(words.getFirst(), hook.folder(), shell);
      if (program == null) {
        return null;
      }
      words.set(0, program.toString());
      shell.putAll(variables(notice));
      String json = Steering.replaced(notice.toJson().toString(), "", Steering::escape);
      return new ProgramRun(words, hook.folder(), shell, json + "\n");
    }

    private static Map<String, String> variables(Notice notice) {
      JournalEntry main = notice.main();
      Map<String, String> variables = new HashMap<>();
      put(variables, "EVENT", notice.event().word());
      put(variables, "SERVICE", services(notice.services()));
      put(variables, "CONTEXT", main.context());
      put(variables, "POD", main.pod());
      put(variables, "STATE", main.state());
      put(variables, "CAUSE", main.cause());
      put(variables, "COUNT", String.valueOf(notice.count()));
      put(variables, "MESSAGE", notice.message());
      return variables;
    }

    private static String services(List<String> names) {
      return String.join(" ", names); // 500 at most, of 63 characters
    }

    private static void put(Map<String, String> variables, String name, @Nullable String value) {
      String text = value == null ? "" : Steering.replaced(value, "", _ -> " ");
      boolean cut = text.length() > MOST && !name.equals("SERVICE");
      variables.put("LOCALPORT_" + name, cut ? text.substring(0, MOST) : text);
    }
  }

  /** The desktop of the user's session. */
  record Desktop(Hook hook, boolean isMac) implements Channel {
    private static final String TITLE = "LocalPort";

    /* The texts are arguments and no part of the script. */
    private static final List<String> SCRIPT =
        List.of(
            "-e",
            "on run argv",
            "-e",
            "display notification (item 2 of argv) with title (item 1 of argv)",
            "-e",
            "end run");

    /** Returns the program that shows notifications here. */
    String program() {
      return isMac ? "osascript" : "notify-send";
    }

    @Override
    public String label() {
      return program();
    }

    @Override
    public @Nullable ProgramRun run(Notice notice) {
      Map<String, String> shell = environment(hook);
      Path program = ProgramSearch.find(program(), hook.folder(), shell);
      if (program == null) {
        return null;
      }
      String text = Steering.replaced(notice.message(), "", _ -> " ");
      List<String> words = new ArrayList<>(List.of(program.toString()));
      if (isMac) {
        words.addAll(SCRIPT);
        words.addAll(List.of(TITLE, text));
      } else {
        words.addAll(List.of("--app-name=" + TITLE, "--", TITLE, plain(text)));
      }
      return new ProgramRun(words, hook.folder(), shell, "");
    }

    /** Returns whether the program is there. */
    boolean isThere() {
      return ProgramSearch.find(program(), hook.folder(), environment(hook)) != null;
    }

    /* The body may hold markup (freedesktop's notification specification, "Markup"). */
    private static String plain(String text) {
      return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
  }

  private static Map<String, String> environment(Hook hook) {
    Map<String, String> environment = new HashMap<>(hook.shell().get());
    UserLocale.restore(environment);
    return environment;
  }
}
