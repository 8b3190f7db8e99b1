package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.shell.ShellReader;

/** Shell scripts, and any other text with commands in its lines. */
final class ShellFormat implements TextFormat {
  @Override
  public String word() {
    return "shell script";
  }

  @Override
  public boolean fits(Source source) {
    return source.isNamed(
            ".*\\.(sh|bash|zsh|ksh|fish)|\\.?(bash|zsh)(rc|_aliases|_profile)|\\.profile")
        || source.text().matches("(?s)#!.*\\b(ba|z|da|k|fi)?sh\\b.*");
  }

  @Override
  public void read(Source source, Drafts drafts) {
    new ShellReader(source.label(), drafts::add).read(source.text(), 1);
  }
}
