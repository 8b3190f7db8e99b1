package dev.localport.cli.manager;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The launchd agent as a property list. Pure. */
final class AgentText {
  private static final String HEAD = "<!-- Written by \"localport daemon install\"";
  private static final String OUTPUT = "StandardOutPath";

  @SuppressWarnings("InlineFormatString") // a file of fifty lines, to be read as one
  private static final String AGENT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      %s, which overwrites changes. -->
      <plist version="1.0">
      <dict>
        <key>Label</key>
        <string>%s</string>
        <key>ProgramArguments</key>
        <array>
      %s  </array>
        <key>EnvironmentVariables</key>
        <dict>
      %s  </dict>
        <key>WorkingDirectory</key>
        <string>/</string>
        <key>RunAtLoad</key>
        <true/>
        <!-- A crash starts the daemon again. "localport daemon stop" unloads it until the next login. -->
        <key>KeepAlive</key>
        <dict>
          <key>SuccessfulExit</key>
          <false/>
        </dict>
        <!-- Counts from the last start: one that ran longer is restarted at once, a crash loop is slow. -->
        <key>ThrottleInterval</key>
        <integer>10</integer>
        <!-- People wait for its answers. "Background" slows down CPU and disk, and "Adaptive" is the same
             for a daemon without XPC. -->
        <key>ProcessType</key>
        <string>Interactive</string>
        <key>ExitTimeOut</key>
        <integer>20</integer>
        <!-- macOS allows 256 open files, each connection takes two. -->
        <key>SoftResourceLimits</key>
        <dict>
          <key>NumberOfFiles</key>
          <integer>8192</integer>
        </dict>
        <!-- 0077 in octal: files are for this user only. -->
        <key>Umask</key>
        <integer>63</integer>
        <key>StandardOutPath</key>
        <string>%s</string>
        <key>StandardErrorPath</key>
        <string>%s</string>
      </dict>
      </plist>
      """;

  private AgentText() {}

  /** Returns the property list. */
  static String agent(
      String label, ServiceProgram program, Map<String, String> variables, Path output) {
    String out = escaped(output.toString());
    return AGENT.formatted(
        HEAD, label, strings(program.command()), dictionary(variables), out, out);
  }

  private static String strings(List<String> words) {
    return words.stream()
        .map(word -> "    <string>" + escaped(word) + "</string>\n")
        .collect(Collectors.joining());
  }

  private static String dictionary(Map<String, String> variables) {
    return new TreeMap<>(variables)
        .entrySet().stream()
            .map(variable ->
                "    <key>%s</key>\n    <string>%s</string>\n"
                    .formatted(variable.getKey(), escaped(variable.getValue())))
            .collect(Collectors.joining());
  }

  private static String escaped(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a control character in: " + text);
    }
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  /** Returns what a property list says that was made here. */
  static Optional<Installed> read(String agent) {
    if (!agent.contains(HEAD)) {
      return Optional.empty();
    }
    Path output = Path.of(find(agent, "<key>" + OUTPUT + "</key>")); // STATE/logs/daemon.out
    return Optional.of(
        new Installed(
            output.resolve("../..").normalize(),
            new ServiceProgram.Named(
                Path.of(find(agent, "<array>")), find(agent, "<string>-cp</string>"))));
  }

  /* Returns the first string behind some text. */
  private static String find(String agent, String before) {
    Matcher found =
        Pattern.compile(Pattern.quote(before) + "\\s*<string>([^<]*)</string>").matcher(agent);
    return found.find() ? unescaped(found.group(1)) : "";
  }
}
