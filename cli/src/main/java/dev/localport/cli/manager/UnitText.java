package dev.localport.cli.manager;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The systemd user unit, and the file with its variables. Pure. */
final class UnitText {
  private static final String HEAD = "# Written by \"localport daemon install\"";
  private static final String STATE = "StateFolder=";
  private static final String JAVA = "Java=";
  private static final String CLASSES = "Classes=";

  private static final String UNIT =
      HEAD
          + """
          , which overwrites changes.
          # Put your own settings into a drop-in: systemctl --user edit localport
          [Unit]
          Description=LocalPort keeps Kubernetes port forwards alive
          # A crash loop ends after five starts within a minute. Then: journalctl --user -u localport
          StartLimitIntervalSec=60
          StartLimitBurst=5

          [Service]
          # The start fails at once when the program is gone.
          Type=exec
          %sEnvironmentFile=-%s
          ExecStart=%s
          ExecReload=%s
          WorkingDirectory=/
          SyslogIdentifier=localport
          # A crash, kill -9 or running out of memory is a failure. The end that was asked for is not: a
          # JVM that gets SIGTERM exits with 143.
          Restart=on-failure
          RestartSec=250ms
          SuccessExitStatus=143
          # The daemon ends its credential plug-ins itself. What is left of them is killed.
          KillMode=mixed
          TimeoutStopSec=20
          # A plug-in that the kernel kills for its memory does not take the daemon with it.
          OOMPolicy=continue
          # Its memory holds credentials: no core dumps, and no file that others can read.
          LimitCORE=0
          UMask=0077
          # Not set, since each of them breaks something in a user manager:
          # MemoryDenyWriteExecute: the JVM compiles code while it runs.
          # NoNewPrivileges, and all that implies it there (SystemCallFilter, Restrict*, Lock*): credential
          # plug-ins that snap installed start through a setuid program.
          # Protect*, Private*: they need user namespaces, which many machines and containers forbid, and
          # plug-ins write to their caches in the home folder.

          [Install]
          WantedBy=default.target

          # For LocalPort. systemd ignores sections that start with X-.
          [X-LocalPort]
          """;

  private UnitText() {}

  /** Returns the unit. */
  static String unit(ServiceProgram program, Map<String, String> places, Path variables, Path state)
      throws IllegalArgumentException {
    return UNIT.formatted(
            environment(places),
            specifiers(plain(variables.toString())),
            command(program.command()),
            command(program.reload()))
        + STATE
        + plain(state.toString())
        + "\n"
        + JAVA
        + plain(program.java().toString())
        + "\n"
        + CLASSES
        + plain(program.classes())
        + "\n";
  }

  private static String environment(Map<String, String> places) {
    return new TreeMap<>(places)
        .entrySet().stream()
            .map(place ->
                "Environment=" + specifiers(quoted(place.getKey() + "=" + place.getValue())) + "\n")
            .collect(Collectors.joining());
  }

  /* systemd expands $ in all words but the first, which names the program. */
  private static String command(List<String> words) {
    return specifiers(quoted(words.getFirst()))
        + words.stream()
            .skip(1)
            .map(word -> " " + specifiers(quoted(word.replace("$", "$$"))))
            .collect(Collectors.joining());
  }

  private static String quoted(String word) {
    return "\"" + plain(word).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String specifiers(String text) {
    return text.replace("%", "%%");
  }

  /* A line end in a path would begin a new setting. */
  private static String plain(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a control character in: " + text);
    }
    return text;
  }

  /** Returns the file with the variables. No specifiers and no expansion here. */
  static String variables(Map<String, String> kept) {
    return HEAD
        + " from the shell it ran in.\n"
        + new TreeMap<>(kept)
            .entrySet().stream()
                .map(variable -> variable.getKey() + "=" + literal(variable.getValue()) + "\n")
                .collect(Collectors.joining());
  }

  private static String literal(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .chars()
        .forEach(letter -> {
          if ("\"\\$`".indexOf(letter) >= 0) {
            text.append('\\');
          }
          text.append((char) letter);
        });
    return text.append('"').toString();
  }

  /** Returns what a unit says that was made here. */
  static Optional<Installed> read(String unit) {
    if (!unit.startsWith(HEAD)) {
      return Optional.empty();
    }
    return Optional.of(
        new Installed(
            Path.of(value(unit, STATE)),
            new ServiceProgram.Named(Path.of(value(unit, JAVA)), value(unit, CLASSES))));
  }

  private static String value(String unit, String key) {
    return unit.lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElse("");
  }
}
