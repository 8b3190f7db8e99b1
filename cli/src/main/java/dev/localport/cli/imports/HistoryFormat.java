package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.shell.ShellReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Histories of bash, zsh and fish: each command stands alone, as the shells that ran them cannot be
 * told apart.
 */
final class HistoryFormat implements TextFormat {
  private static final Pattern COMMAND = Pattern.compile("forward|\\bpf\\b|kubefwd|mirrord");
  private static final Pattern ZSH = Pattern.compile(": \\d+:\\d+;(.*)");
  private static final Pattern FISH = Pattern.compile("- cmd: (.*)");

  @Override
  public String word() {
    return "shell history";
  }

  @Override
  public boolean fits(Source source) {
    return source.isNamed("\\.?\\w*_?history(\\.txt)?|\\.histfile")
        || source.hasLine(": \\d{9,}:\\d+;")
        || (source.hasLine("- cmd: ") && source.hasLine("  when: \\d"));
  }

  @Override
  public void read(Source source, Drafts drafts) {
    List<String> lines = source.text().lines().toList();
    boolean isFish = source.hasLine("- cmd: ");
    int at = 0;
    while (at < lines.size()) {
      int begin = at;
      StringBuilder command = new StringBuilder(lines.get(at));
      while (!isFish && lines.get(at).endsWith("\\") && at + 1 < lines.size()) {
        command.append('\n').append(lines.get(++at));
      }
      String text = isFish ? fish(command.toString()) : shell(command.toString());
      if (COMMAND.matcher(text).find()) {
        new ShellReader(source.label(), drafts::add).read(text, begin + 1);
      }
      at++;
    }
  }

  private static String shell(String entry) {
    int newline = entry.indexOf('\n');
    Matcher zsh = ZSH.matcher(newline < 0 ? entry : entry.substring(0, newline));
    return zsh.matches() ? zsh.group(1) + (newline < 0 ? "" : entry.substring(newline)) : entry;
  }

  private static String fish(String line) {
    Matcher fish = FISH.matcher(line);
    return fish.matches()
        ? fish.group(1).replace("\\\\", "\u0001").replace("\\n", "\n").replace("\u0001", "\\")
        : "";
  }
}
