package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;

/** The configuration of kportforward: a map of forwards by their names. */
final class Kportforward implements TreeFormat {
  @Override
  public String word() {
    return "kportforward configuration";
  }

  @Override
  public boolean fits(Tree document) {
    return !document.at("portForwards").entries().isEmpty();
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    document
        .at("portForwards")
        .entries()
        .forEach((name, forward) ->
            drafts.add(
                new DraftBuilder(new Origin(file, forward.line()))
                    .name(name)
                    .target(forward.text("target"))
                    .namespace(forward.text("namespace"))
                    .port(forward.text("localPort"), forward.text("targetPort"))
                    .build()));
  }
}
