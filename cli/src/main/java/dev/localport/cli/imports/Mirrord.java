package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.shell.ShellReader;
import dev.localport.cli.imports.tree.Tree;
import java.util.Map;

/** {@code mirrord.json}: mostly what LocalPort does not do, and ports that it does. */
final class Mirrord implements TreeFormat {
  @Override
  public String word() {
    return "mirrord configuration";
  }

  @Override
  public boolean fits(Tree document) {
    return document.has("feature")
        && (document.has("target") || document.at("feature").has("network"));
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    Tree incoming = document.at("feature").at("network").at("incoming");
    if (incoming.has("port_mapping") || incoming.has("mode") || incoming.text() != null) {
      drafts.skip(
          new Origin(file, incoming.line()),
          "incoming traffic leads from the cluster to this machine; LocalPort does not do that");
    }
    for (Map.Entry<String, Tree> entry : document.entries().entrySet()) {
      String text = entry.getValue().text();
      if (text != null && text.startsWith("mirrord ")) {
        new ShellReader(file, drafts::add).read(text, entry.getValue().line());
      }
    }
  }
}
