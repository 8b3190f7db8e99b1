package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;

/** The configuration of kube-forward: targets as {@code NAME.NAMESPACE}. */
final class KubeForward implements TreeFormat {
  @Override
  public String word() {
    return "kube-forward configuration";
  }

  @Override
  public boolean fits(Tree document) {
    return document.items().stream().anyMatch(item -> item.has("target") && item.has("ports"));
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    for (Tree item : document.items()) {
      Origin at = new Origin(file, item.line());
      String target = item.text("target");
      String name = target == null ? "" : target.replaceFirst("\\..*", "");
      String namespace =
          target == null || !target.contains(".")
              ? null
              : target.replaceFirst("^[^.]*\\.", "").replaceFirst("\\.svc.*$", "");
      DraftBuilder draft = new DraftBuilder(at).name(item.text("name")).namespace(namespace);
      String label = item.at("pod_selector").text("label");
      if (label != null) {
        draft.selector(label);
      } else {
        draft
            .target("service", name)
            .remark(
                "kube-forward takes the number of a port of the pod, LocalPort that of the Service");
      }
      for (Tree ports : item.at("ports").itemsOrSelf()) {
        String protocol = ports.text("protocol");
        String suffix = "udp".equalsIgnoreCase(protocol) ? "/udp" : "";
        draft.port(ports.text("local"), ports.text("remote") + suffix);
      }
      drafts.add(draft.build());
    }
  }
}
