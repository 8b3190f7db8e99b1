package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code forward} of {@code okteto.yml}: to the development container, or to another Service. */
final class Okteto implements TreeFormat {
  @Override
  public String word() {
    return "Okteto manifest";
  }

  @Override
  public boolean fits(Tree document) {
    return hasForward(document)
        || document.at("dev").entries().values().stream().anyMatch(Okteto::hasForward);
  }

  private static boolean hasForward(Tree development) {
    return !development.at("forward").items().isEmpty()
        || !development.at("reverse").items().isEmpty();
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    forwards(file, document.text("name"), document, document.text("namespace"), drafts);
    document
        .at("dev")
        .entries()
        .forEach((name, development) -> {
          String namespace =
              development.has("namespace")
                  ? development.text("namespace")
                  : document.text("namespace");
          forwards(file, name, development, namespace, drafts);
        });
  }

  private static void forwards(
      String file,
      @Nullable String name,
      Tree development,
      @Nullable String namespace,
      Drafts drafts) {
    for (Tree forward : development.at("forward").items()) {
      drafts.add(
          draft(new Origin(file, forward.line()), name, forward).namespace(namespace).build());
    }
    if (!development.at("reverse").items().isEmpty()) {
      drafts.skip(
          new Origin(file, development.at("reverse").line()),
          "reverse forwards lead from the cluster to this machine; LocalPort does not");
    }
  }

  private static DraftBuilder draft(Origin at, @Nullable String name, Tree forward) {
    DraftBuilder draft = new DraftBuilder(at);
    String text = forward.text();
    String local = text == null ? forward.text("localPort") : null;
    String remote = text == null ? forward.text("remotePort") : null;
    String service = text == null ? forward.text("name") : null;
    if (text != null) {
      List<String> parts = List.of(text.split(":", -1));
      local = parts.getFirst();
      remote = parts.getLast();
      service = parts.size() == 3 ? parts.get(1) : null;
    }
    draft.port(local, remote);
    if (!forward.at("labels").entries().isEmpty()) {
      return draft.selector(forward.at("labels").labels());
    } else if (service != null) {
      return draft.target("service", service);
    }
    return draft
        .target("deployment", name)
        .remark("Okteto does not say what kind of workload it is; a deployment is assumed");
  }
}
