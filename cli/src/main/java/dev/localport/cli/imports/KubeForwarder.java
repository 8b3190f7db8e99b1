package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * What the application Kube Forwarder exports. It may hold whole kubeconfigs: they are left out.
 */
final class KubeForwarder implements TreeFormat {
  @Override
  public String word() {
    return "Kube Forwarder export";
  }

  @Override
  public boolean fits(Tree document) {
    return document.at("clusters").items().stream().anyMatch(cluster -> cluster.has("services"));
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    for (Tree cluster : document.at("clusters").items()) {
      boolean isPath = "path".equals(cluster.text("storingMethod"));
      for (Tree service : cluster.at("services").items()) {
        DraftBuilder draft = draft(new Origin(file, service.line()), service);
        if (isPath) {
          draft.kubeconfig(usual(cluster.text("config")));
        } else {
          draft.lacks(
              "its kubeconfig is inside of the export, and is not copied; name its context");
        }
        drafts.add(draft.build());
      }
    }
  }

  private static @Nullable String usual(@Nullable String path) {
    return path != null && path.matches("(~|/home/[^/]+|/Users/[^/]+|/root)/\\.kube/config")
        ? null
        : path;
  }

  private static DraftBuilder draft(Origin at, Tree service) {
    DraftBuilder draft =
        new DraftBuilder(at)
            .name(service.has("alias") ? service.text("alias") : service.text("name"))
            .namespace(service.text("namespace"))
            .target(service.text("workloadType"), service.text("workloadName"));
    for (Tree forward : service.at("forwards").items()) {
      draft.port(forward.text("localPort"), forward.text("remotePort"));
    }
    return draft;
  }
}
