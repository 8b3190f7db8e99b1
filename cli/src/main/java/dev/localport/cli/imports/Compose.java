package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Entry;
import dev.localport.cli.imports.draft.PortDraft;
import dev.localport.cli.imports.shell.ShellReader;
import dev.localport.cli.imports.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compose files whose containers run kubectl: what a container listens on is reached at the port
 * that Compose publishes.
 */
final class Compose implements TreeFormat {
  private static final Pattern PUBLISHED =
      Pattern.compile("(?:([0-9.]+):)?([0-9]+):([0-9]+)(?:/tcp)?");

  @Override
  public String word() {
    return "Compose file";
  }

  @Override
  public boolean fits(Tree document) {
    return document.at("services").entries().values().stream()
        .anyMatch(
            service -> service.has("image") || service.has("build") || service.has("command"));
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    document.at("services").entries().forEach((name, service) -> service(file, service, drafts));
  }

  private static void service(String file, Tree service, Drafts drafts) {
    List<Entry> found = new ArrayList<>();
    ShellReader reader = new ShellReader(file, found::add);
    Tree command = service.at("command");
    Tree entrypoint = service.at("entrypoint");
    List<String> words = new ArrayList<>(words(entrypoint));
    String image = service.text("image");
    boolean isKubectl = image != null && image.matches("(.*/)?(kubectl|oc)([:@].*)?");
    if (words.isEmpty() && isKubectl && !startsWithProgram(command)) {
      words.add("kubectl");
    }
    if (command.text() != null && words.size() < 2) {
      String front = words.isEmpty() ? "" : words.getFirst() + " ";
      reader.read(front + Commands.text(command), Commands.line(command));
    } else {
      words.addAll(words(command));
      reader.words(words, command.line());
    }
    Map<Integer, Published> published = published(service.at("ports"));
    for (Entry entry : found) {
      drafts.add(entry instanceof Draft draft ? outside(draft, published) : entry);
    }
  }

  private static boolean startsWithProgram(Tree command) {
    List<String> words = words(command);
    String first = words.isEmpty() ? command.text() : words.getFirst();
    return first != null && first.matches("(?s)(/\\S*/)?(kubectl|oc|sh|bash)\\b.*");
  }

  private static List<String> words(Tree command) {
    List<String> words = new ArrayList<>();
    for (Tree word : command.items()) {
      words.add(word.text() == null ? "" : String.valueOf(word.text()));
    }
    return words;
  }

  private record Published(@Nullable String address, int port) {}

  private static Map<Integer, Published> published(Tree ports) {
    Map<Integer, Published> published = new LinkedHashMap<>();
    for (Tree port : ports.items()) {
      String text = port.text();
      String spec = text == null ? port.text("published") + ":" + port.text("target") : text;
      Matcher matcher = PUBLISHED.matcher(spec);
      if (matcher.matches()) {
        int outside = number(matcher.group(2));
        int inside = number(matcher.group(3));
        if (outside > 0 && inside > 0) {
          String address = text == null ? port.text("host_ip") : matcher.group(1);
          published.put(inside, new Published(address, outside));
        }
      }
    }
    return published;
  }

  private static int number(String digits) {
    int number = digits.length() > 5 ? 0 : Integer.parseInt(digits);
    return number <= 65_535 ? number : 0;
  }

  private static Draft outside(Draft draft, Map<Integer, Published> published) {
    List<PortDraft> ports = new ArrayList<>();
    boolean isPublished = false;
    for (PortDraft port : draft.ports()) {
      Published there = published.get(port.local());
      isPublished |= there != null;
      ports.add(there == null ? port : new PortDraft(there.port(), port.remote()));
    }
    String remark =
        isPublished
            ? "the local port is the one that Compose publishes"
            : "in Compose, only other containers reached it; now it listens on this machine";
    return draft.onThisMachine(ports, remark);
  }
}
