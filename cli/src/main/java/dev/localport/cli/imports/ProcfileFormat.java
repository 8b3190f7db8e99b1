package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.shell.ShellReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Procfiles of foreman, overmind and others: {@code db: kubectl port-forward …}. */
final class ProcfileFormat implements TextFormat {
  private static final Pattern PROCESS = Pattern.compile("([A-Za-z0-9_-]+):\\s*(.+)");

  @Override
  public String word() {
    return "Procfile";
  }

  @Override
  public boolean fits(Source source) {
    return source.isNamed("Procfile.*|.*\\.procfile");
  }

  @Override
  public void read(Source source, Drafts drafts) {
    List<String> lines = source.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher process = PROCESS.matcher(lines.get(i));
      if (process.matches()) {
        new ShellReader(source.label(), drafts::add).read(process.group(2), i + 1);
      }
    }
  }
}
