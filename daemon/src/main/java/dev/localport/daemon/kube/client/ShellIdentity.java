package dev.localport.daemon.kube.client;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What of a shell's environment may make another user of it. Two terminals of one user differ in
 * variables that no credential plug-in looks at; what ran in one is valid for the other, too.
 * Immutable, and never printed.
 *
 * @param variables those that may matter
 */
public record ShellIdentity(Map<String, String> variables) {
  private static final Set<String> NOISE =
      Set.of(
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_",
          "COLUMNS",
          "LINES",
          "LS_COLORS",
          "WINDOWID",
          "TERM",
          "COLORTERM",
          "GPG_TTY",
          "TMUX",
          "TMUX_PANE",
          "STY",
          "PS1",
          "PROMPT",
          "PROMPT_COMMAND",
          "INVOCATION_ID",
          "JOURNAL_STREAM",
          "SYSTEMD_EXEC_PID",
          "MEMORY_PRESSURE_WATCH",
          "MEMORY_PRESSURE_WRITE",
          "DESKTOP_STARTUP_ID",
          "XDG_ACTIVATION_TOKEN",
          "XDG_SESSION_ID",
          "NO_COLOR",
          "CLICOLOR",
          "VTE_VERSION",
          "LC_ALL",
          "JAVA_HOME",
          "SSH_AUTH_SOCK",
          "SSH_AGENT_PID",
          "MAIL",
          "EDITOR",
          "VISUAL",
          "PAGER");
  private static final Pattern NOISY =
      Pattern.compile(
          "(LOCALPORT|SSH_(CLIENT|CONNECTION|TTY)|TERM_|ITERM_|KITTY_|WEZTERM_|ALACRITTY_|KONSOLE_|GNOME_TERMINAL_|VSCODE_|HIST|LESS|DIRENV_|BASH_|STARSHIP_|JAVA_TOOL_).*");

  /** Returns what counts of an environment. */
  public static ShellIdentity of(Map<String, String> environment) {
    Map<String, String> rest = new TreeMap<>(environment);
    rest.keySet().removeIf(name -> NOISE.contains(name) || NOISY.matcher(name).matches());
    return new ShellIdentity(Map.copyOf(rest));
  }

  @Override
  public String toString() {
    return variables.size() + " variables";
  }
}
