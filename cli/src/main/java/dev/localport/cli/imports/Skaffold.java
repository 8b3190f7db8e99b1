package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;
import org.jspecify.annotations.Nullable;

/** {@code portForward} of {@code skaffold.yaml}; those of a profile start by name. */
final class Skaffold implements TreeFormat {
  @Override
  public String word() {
    return "Skaffold configuration";
  }

  @Override
  public boolean fits(Tree document) {
    String version = document.text("apiVersion");
    return version != null && version.startsWith("skaffold/");
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    forwards(file, document.at("portForward"), null, drafts);
    for (Tree profile : document.at("profiles").items()) {
      forwards(file, profile.at("portForward"), profile.text("name"), drafts);
    }
  }

  private static void forwards(String file, Tree list, @Nullable String profile, Drafts drafts) {
    for (Tree forward : list.items()) {
      DraftBuilder draft = draft(new Origin(file, forward.line()), forward);
      if (profile != null) {
        draft
            .starts(Draft.Starts.BY_NAME)
            .tag(profile)
            .remark(
                "of the profile %s: localport start --tag %s"
                    .formatted(profile, DraftBuilder.fitName(profile)));
      }
      drafts.add(draft.build());
    }
  }

  private static DraftBuilder draft(Origin at, Tree forward) {
    String port = forward.text("port");
    String local = forward.text("localPort");
    boolean isNumber = port != null && port.matches("[0-9]+");
    DraftBuilder draft =
        new DraftBuilder(at)
            .target(forward.text("resourceType"), forward.text("resourceName"))
            .namespace(forward.text("namespace"))
            .address(forward.text("address"))
            .port(local == null && isNumber ? port : local, port);
    if (local == null && !isNumber) {
      draft.remark(
          "any free local port is taken, since the number of port " + port + " is not known");
    }
    return draft;
  }
}
