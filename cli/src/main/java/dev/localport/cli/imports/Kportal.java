package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;
import org.jspecify.annotations.Nullable;

/** {@code .kportal.yaml}: forwards below contexts and namespaces. */
final class Kportal implements TreeFormat {
  @Override
  public String word() {
    return "kportal configuration";
  }

  @Override
  public boolean fits(Tree document) {
    return document.at("contexts").items().stream().anyMatch(context -> context.has("namespaces"));
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    for (Tree context : document.at("contexts").items()) {
      for (Tree namespace : context.at("namespaces").items()) {
        for (Tree forward : namespace.at("forwards").items()) {
          drafts.add(
              draft(new Origin(file, forward.line()), forward)
                  .context(context.text("name"))
                  .namespace(namespace.text("name"))
                  .build());
        }
      }
    }
  }

  private static DraftBuilder draft(Origin at, Tree forward) {
    DraftBuilder draft =
        new DraftBuilder(at)
            .name(forward.text("alias"))
            .port(forward.text("localPort"), forward.text("port"))
            .address(forward.text("bindAddress"));
    String resource = forward.text("resource");
    String selector = forward.text("selector");
    if (selector != null) {
      draft.selector(selector);
    } else {
      draft.target(resource);
      if (isPod(resource)) {
        draft.lacks(
            "kportal takes any pod whose name begins like that; name a deployment or a selector");
      }
    }
    if ("udp".equalsIgnoreCase(forward.text("protocol"))) {
      draft.lacks("it is UDP, and Kubernetes forwards TCP only");
    }
    return draft;
  }

  private static boolean isPod(@Nullable String resource) {
    return resource != null && resource.matches("(pods?|po)(/.*)?");
  }
}
