package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Objects of Kubernetes that have annotations of k9s or kftray. */
final class Manifests implements TreeFormat {
  private static final Pattern KFTRAY =
      Pattern.compile("(.+)-([0-9]+)-([0-9]+|[a-z0-9-]*[a-z][a-z0-9-]*)");
  private static final String AUTO = "k9scli.io/auto-port-forwards";
  private static final String OFFERED = "k9scli.io/port-forwards";

  @Override
  public String word() {
    return "Kubernetes manifest";
  }

  @Override
  public boolean fits(Tree document) {
    return document.has("apiVersion") && document.has("kind") && !document.has("portForward");
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    if ("List".equals(document.text("kind"))) {
      document.at("items").items().forEach(item -> object(file, item, drafts));
    } else {
      object(file, document, drafts);
    }
  }

  private static void object(String file, Tree object, Drafts drafts) {
    Tree annotations = object.at("metadata").at("annotations");
    Tree template = object.at("spec").at("template").at("metadata").at("annotations");
    for (Tree some : List.of(annotations, template)) {
      k9s(file, object, some.at(AUTO), Draft.Starts.ALWAYS, drafts);
      k9s(file, object, some.at(OFFERED), Draft.Starts.BY_NAME, drafts);
    }
    if (annotations.at("kftray.app/enabled").isTrue()) {
      kftray(file, object, annotations.at("kftray.app/configs"), drafts);
    }
  }

  private static DraftBuilder draft(String file, int line, Tree object) {
    String kind = object.text("kind");
    return new DraftBuilder(new Origin(file, line))
        .target(kind == null ? "" : kind, object.at("metadata").text("name"))
        .namespace(object.at("metadata").text("namespace"));
  }

  /* CONTAINER::LOCAL:REMOTE, or CONTAINER::PORT, several with commas. */
  private static void k9s(
      String file, Tree object, Tree annotation, Draft.Starts starts, Drafts drafts) {
    String text = annotation.text();
    if (text == null) {
      return;
    }
    DraftBuilder draft = draft(file, annotation.line(), object).starts(starts);
    for (String spec : text.split(",", -1)) {
      int colons = spec.indexOf("::");
      draft.port(colons < 0 ? spec.strip() : spec.substring(colons + 2).strip());
    }
    if (starts == Draft.Starts.BY_NAME) {
      draft.remark("k9s only offers it; it starts by its name");
    }
    drafts.add(draft.build());
  }

  /* ALIAS-LOCAL-REMOTE, where the alias and the name of a port may have dashes, too. */
  private static void kftray(String file, Tree object, Tree configs, Drafts drafts) {
    String text = configs.text();
    if (text == null) {
      ports(file, object, drafts);
      return;
    }
    for (String spec : text.split(",", -1)) {
      Matcher matcher = KFTRAY.matcher(spec.strip());
      DraftBuilder draft = draft(file, configs.line(), object);
      if (matcher.matches()) {
        draft.name(matcher.group(1)).port(matcher.group(2), matcher.group(3));
      } else {
        draft.lacks("\"" + spec.strip() + "\" is not ALIAS-LOCAL-REMOTE");
      }
      drafts.add(draft.build());
    }
  }

  private static void ports(String file, Tree object, Drafts drafts) {
    DraftBuilder draft = draft(file, object.at("metadata").line(), object);
    for (Tree port : object.at("spec").at("ports").items()) {
      String protocol = port.text("protocol");
      if (isTcp(protocol)) {
        draft.port(port.text("port"), port.text("port"));
      }
    }
    drafts.add(draft.build());
  }

  private static boolean isTcp(@Nullable String protocol) {
    return protocol == null || protocol.equalsIgnoreCase("tcp");
  }
}
