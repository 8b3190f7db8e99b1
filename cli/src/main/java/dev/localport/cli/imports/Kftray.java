package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;

/** What kftray and kftui export: a list of objects in JSON. */
final class Kftray implements TreeFormat {
  @Override
  public String word() {
    return "kftray configuration";
  }

  @Override
  public boolean fits(Tree document) {
    return document.items().stream()
        .anyMatch(item ->
            item.has("workload_type") || (item.has("remote_port") && item.has("local_port")));
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    for (Tree item : document.items()) {
      Origin at = new Origin(file, item.line());
      String type = item.text("workload_type");
      String alias = item.text("alias");
      String shown = alias == null ? "a forward" : alias;
      if ("proxy".equals(type)) {
        drafts.skip(
            at,
            shown + " goes through a relay pod to a host beside the cluster; LocalPort has none");
      } else if ("expose".equals(type)) {
        drafts.skip(at, shown + " leads from the cluster to this machine; LocalPort does not");
      } else if ("udp".equalsIgnoreCase(item.text("protocol"))) {
        drafts.skip(at, shown + " is UDP, and Kubernetes forwards TCP only");
      } else {
        drafts.add(forward(at, item, "pod".equals(type)).build());
      }
    }
  }

  private static DraftBuilder forward(Origin at, Tree item, boolean isPods) {
    String kubeconfig = item.text("kubeconfig");
    DraftBuilder draft =
        new DraftBuilder(at)
            .name(item.text("alias"))
            .namespace(item.text("namespace"))
            .context(item.text("context"))
            .kubeconfig("default".equals(kubeconfig) ? null : kubeconfig)
            .port(item.text("local_port"), item.text("remote_port"));
    if (isPods) {
      draft.selector(item.text("target"));
    } else {
      draft
          .target("service", item.text("service"))
          .remark("kftray takes the number of a port of the pod, LocalPort that of the Service");
    }
    if (item.has("local_address")) {
      draft.address(item.text("local_address"));
    } else if (item.at("auto_loopback_address").isTrue()) {
      draft.remark("kftray gave it a loopback address of its own; set bind_address for one");
    }
    if (item.at("domain_enabled").isTrue()) {
      draft.remark("its alias is not a host name any more: LocalPort does not change /etc/hosts");
    }
    return draft;
  }
}
