package dev.localport.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Walks a page as a reader does: what stands between {@code <!-- walk: begin -->} and {@code <!--
 * walk: end -->}, from top to bottom. A block of YAML is saved as {@code localport.yaml}; each line
 * behind {@code $} is run in a terminal, and what it prints is compared with the lines below it. A
 * comment {@code <!-- run: … -->} is run, too, and shows nothing. Figures and the generated parts
 * of pod names may differ, and so may the order of the lines of {@code start}; {@code …} stands for
 * any lines or, at the end of one, for its rest. With {@code -Dgolden.write=true} the page gets the
 * new outputs instead.
 */
final class PageWalk {
  private static final Pattern PART =
      Pattern.compile("(?s)<!-- walk: begin -->\n(.*?)<!-- walk: end -->");
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$|^<!-- run: (.*?) -->$");
  private static final Pattern POD = Pattern.compile("\\b[a-z]+-[0-9a-f]{8,10}-[0-9a-z]{5}\\b");
  private static final Pattern PORT = Pattern.compile("\\b1[58]\\d{3}\\b");
  private static final Pattern TIME = Pattern.compile("\\b\\d\\d:\\d\\d:\\d\\d\\b");
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?<![a-z:\\d])(?:\\d+(?:\\.\\d+)*(?:ms|[smhd])?)+(?: ?(?:ms|[smhdB]|[KMk]i?B)\\b)?");
  private static final Pattern LOOKS =
      Pattern.compile("^(?:curl|localport (?:status|explain|events|test|port|env|start|logs))\\b");
  private static final boolean WRITES = Boolean.getBoolean("golden.write");
  private static final String COMMAND = "$ ";
  private static final Duration SETTLED = Duration.ofSeconds(15);
  private static final String SKIPPED = "…";

  private final ReadersShell shell;
  private final Path page;
  private final Map<String, String> pods = new LinkedHashMap<>(); // of the page, and really
  private final Map<String, String> ports = new LinkedHashMap<>();

  PageWalk(ReadersShell shell, Path page) {
    this.shell = shell;
    this.page = page;
  }

  /** Starts the services of a file, as if the page had done so further up. */
  void begin(String yaml) throws IOException {
    shell.write("localport.yaml", real(yaml));
    var _ = run("localport start");
  }

  /** Walks, and returns the page with the outputs of this time. */
  String walk() throws IOException {
    String text = Files.readString(page);
    StringBuilder result = new StringBuilder();
    Matcher part = PART.matcher(text);
    while (part.find()) {
      part.appendReplacement(result, Matcher.quoteReplacement(blocks(part.group())));
    }
    part.appendTail(result);
    return result.toString();
  }

  /** As {@link #walk}, and writes the page where that is asked for. */
  void assertHolds() throws IOException {
    String walked = walk();
    if (WRITES) {
      Files.writeString(page, walked);
    }
  }

  private String blocks(String part) {
    return BLOCK.matcher(part).replaceAll(block -> Matcher.quoteReplacement(block(block)));
  }

  private String block(MatchResult block) {
    String hidden = block.group(3);
    if (hidden != null) {
      var _ = run(hidden);
      return block.group();
    }
    String lines = block.group(2);
    try {
      if (block.group(1).equals("yaml")) {
        shell.write("localport.yaml", real(lines));
        return block.group();
      }
      StringBuilder result = new StringBuilder("```" + block.group(1) + "\n");
      for (String step : lines.split("(?m)^(?=\\$ )", -1)) {
        result.append(step.startsWith(COMMAND) ? step(step) : step);
      }
      return result.append("```").toString();
    } catch (IOException e) {
      throw new AssertionError(lines, e);
    }
  }

  /** Runs one command; again and again where it only looks, until it prints what it should. */
  private String step(String step) throws IOException {
    int end = step.indexOf('\n');
    String command = step.substring(COMMAND.length(), end);
    String expected = step.substring(end + 1);
    Pattern wanted = Pattern.compile(form(command, expected));
    String output = LOOKS.matcher(command).find() ? look(command, expected, wanted) : run(command);
    boolean isAsWanted = matches(wanted, command, expected, output);
    assertThat(isAsWanted || WRITES)
        .as("%s: %s prints%n%s", page.getFileName(), command, output)
        .isTrue();
    learn(expected, output);
    return isAsWanted && expected.contains(SKIPPED)
        ? step
        : COMMAND
            + shown(real(command))
            + "\n"
            + output
            + step.substring(step.stripTrailing().length()).replaceFirst("^\n", "");
  }

  /** Runs it until it prints what it should; what it prints in the end, where that may be new. */
  private String look(String command, String expected, Pattern wanted) {
    AtomicReference<String> printed = new AtomicReference<>("");
    long end = System.nanoTime() + (WRITES ? SETTLED : Await.LIMIT.minusSeconds(5)).toNanos();
    Await.until(
        "end of: " + command,
        () -> {
          printed.set(run(command));
          return matches(wanted, command, expected, printed.get()) || System.nanoTime() > end;
        });
    return printed.get();
  }

  private String run(String command) {
    try {
      return shown(shell.run(real(command)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command, e);
    } catch (IOException e) {
      throw new AssertionError(command, e);
    }
  }

  private boolean matches(Pattern wanted, String command, String expected, String printed) {
    return wanted.matcher(normal(command, printed)).matches() && isOfTheSamePods(expected, printed);
  }

  private boolean isOfTheSamePods(String expected, String printed) {
    List<String> shown = pods(expected);
    List<String> seen = pods(printed);
    boolean isSame = true;
    for (int i = 0; i < Math.min(shown.size(), seen.size()); i++) {
      String known = pods.get(shown.get(i));
      isSame &= known == null ? !pods.containsValue(seen.get(i)) : known.equals(seen.get(i));
    }
    return isSame;
  }

  /** Returns a regular expression for what an output looks like. */
  private static String form(String command, String expected) {
    return "(?s)"
        + Pattern.compile("(?<=\n)…\n|\n…$|…|[^…\n]+|\n")
            .matcher(normal(command, expected))
            .replaceAll(part -> Matcher.quoteReplacement(form(part.group())));
  }

  private static String form(String part) {
    return switch (part) {
      case "…\n" -> "(?:.*?\n)?";
      case "\n…" -> "(?:\n.*)?";
      case SKIPPED -> ".*?";
      default -> Pattern.quote(part);
    };
  }

  private static String normal(String command, String output) {
    List<String> lines = new ArrayList<>();
    for (String line : output.lines().toList()) {
      String known = TIME.matcher(POD.matcher(line).replaceAll("POD")).replaceAll("TIME");
      lines.add(FIGURE.matcher(known).replaceAll("0").replaceAll("\\s+", " ").strip());
    }
    if (command.startsWith("localport start")) {
      lines.replaceAll(line -> line.replaceFirst(" \\([^)]*\\)$", "")); // pod and time, if they fit
      lines.sort(null);
    }
    return String.join("\n", lines);
  }

  private void learn(String expected, String output) {
    List<String> shown = pods(expected);
    List<String> seen = pods(output);
    for (int i = 0; i < Math.min(shown.size(), seen.size()); i++) {
      pods.putIfAbsent(shown.get(i), seen.get(i));
    }
  }

  private static List<String> pods(String text) {
    return POD.matcher(text).results().map(MatchResult::group).distinct().toList();
  }

  /** Returns the text with this cluster's pods, and with ports that are free here. */
  private String real(String text) {
    String withPods =
        POD.matcher(text).replaceAll(pod -> pods.getOrDefault(pod.group(), pod.group()));
    return PORT.matcher(withPods)
        .replaceAll(port -> ports.computeIfAbsent(port.group(), _ -> freePort()));
  }

  /** Returns the text with the ports and the folder of the page. */
  private String shown(String text) {
    String shown = text.replace(shell.folder().toString(), "/home/eve/shop");
    for (Map.Entry<String, String> port : ports.entrySet()) {
      shown = shown.replace(port.getValue(), port.getKey());
    }
    return shown;
  }

  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    } catch (IOException e) {
      throw new AssertionError("no free port", e);
    }
  }
}
