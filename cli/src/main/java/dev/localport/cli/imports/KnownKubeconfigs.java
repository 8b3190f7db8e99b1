package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.config.ConfigFile;
import dev.localport.config.ServiceConfig;
import java.util.Objects;

/** Decides whether a service can be added to a file whose kubeconfigs stay as they are. */
final class KnownKubeconfigs {
  private KnownKubeconfigs() {}

  /** Returns the draft, incomplete where the file would lead it to another kubeconfig. */
  static Draft placed(Draft draft, ConfigFile file) {
    boolean isThere = false;
    for (ServiceConfig service : file.services()) {
      if (Objects.equals(service.target().context(), draft.context())) {
        isThere = true;
        if (Objects.equals(service.target().kubeconfig(), draft.kubeconfig())) {
          return draft;
        }
      }
    }
    if (!isThere && draft.kubeconfig() == null) {
      return draft;
    }
    String context = draft.context() == null ? "the current context" : draft.context();
    return draft.lacking(
        draft.kubeconfig() == null
            ? "%s names another kubeconfig for %s".formatted(file.file(), context)
            : "it uses the kubeconfig %s; name that in %s for %s first"
                .formatted(draft.kubeconfig(), file.file(), context));
  }
}
