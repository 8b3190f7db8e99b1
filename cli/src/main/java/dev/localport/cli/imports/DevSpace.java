package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code dev.*.ports} of DevSpace v2, and {@code dev.ports} of v1. */
final class DevSpace implements TreeFormat {
  private static final Pattern VARIABLE = Pattern.compile("\\$!?\\{([A-Za-z0-9_.-]+)}");

  @Override
  public String word() {
    return "DevSpace configuration";
  }

  @Override
  public boolean fits(Tree document) {
    String version = document.text("version");
    return version != null && version.matches("v[12](alpha|beta)?\\d*") && document.has("dev");
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    Map<String, String> variables = variables(document.at("vars"));
    for (Tree list : document.at("dev").at("ports").items()) {
      pod(file, null, list, list.at("forward"), list.at("reverseForward"), variables, drafts);
    }
    document
        .at("dev")
        .entries()
        .forEach((name, pod) -> {
          if (pod.has("ports") || pod.has("reversePorts")) {
            pod(file, name, pod, pod.at("ports"), pod.at("reversePorts"), variables, drafts);
          }
          pod.at("containers")
              .entries()
              .values()
              .forEach(container -> {
                if (container.has("reversePorts")) {
                  skipReverse(file, container.at("reversePorts"), drafts);
                }
              });
        });
  }

  /* Those that are text; a question or a command has no value here. */
  private static Map<String, String> variables(Tree vars) {
    Map<String, String> variables = new LinkedHashMap<>();
    vars.entries()
        .forEach((name, value) -> {
          String text = value.text() == null ? value.text("value") : value.text();
          if (text != null && !text.contains("$(")) {
            variables.put(name, text);
          }
        });
    for (Tree item : vars.items()) {
      String name = item.text("name");
      String value = item.text("value");
      if (name != null && value != null) {
        variables.put(name, value);
      }
    }
    return variables;
  }

  private static void pod(
      String file,
      @Nullable String name,
      Tree pod,
      Tree ports,
      Tree reverse,
      Map<String, String> variables,
      Drafts drafts) {
    if (!ports.items().isEmpty()) {
      DraftBuilder draft = new DraftBuilder(new Origin(file, pod.line())).name(name);
      target(draft, pod, variables);
      draft.namespace(resolved(pod.text("namespace"), variables, draft));
      for (Tree port : ports.items()) {
        port(draft, port, variables);
      }
      drafts.add(draft.build());
    }
    skipReverse(file, reverse, drafts);
  }

  private static void skipReverse(String file, Tree reverse, Drafts drafts) {
    if (!reverse.items().isEmpty()) {
      drafts.skip(
          new Origin(file, reverse.line()),
          "reverse ports lead from the cluster to this machine; LocalPort does not");
    }
  }

  private static void target(DraftBuilder draft, Tree pod, Map<String, String> variables) {
    Tree labels = pod.at("labelSelector");
    String image = pod.atAny("imageSelector", "imageName").text();
    if (!labels.entries().isEmpty()) {
      String text = labels.labels();
      draft.selector(String.valueOf(resolved(text, variables, draft)));
    } else {
      draft.foundOtherwise(
          image == null
              ? "it has no labelSelector"
              : "DevSpace finds the pod by its image, %s; name a deployment or a selector"
                  .formatted(image));
    }
  }

  private static void port(DraftBuilder draft, Tree port, Map<String, String> variables) {
    String text = port.text() == null ? port.text("port") : port.text();
    String remote = resolved(port.text("remotePort"), variables, draft);
    String local = resolved(text, variables, draft);
    String address = port.has("bindAddress") ? port.text("bindAddress") : null;
    if (remote != null) {
      draft.port(local, remote);
    } else {
      draft.port(local == null ? "" : local);
    }
    draft.address(resolved(address, variables, draft));
  }

  private static @Nullable String resolved(
      @Nullable String text, Map<String, String> variables, DraftBuilder draft) {
    if (text == null || !text.contains("${")) {
      return text;
    }
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(found -> {
      String value = variables.get(found.group(1));
      if (value != null) {
        DraftBuilder _ =
            draft.remark("the variable %s is taken as %s".formatted(found.group(1), value));
      }
      return Matcher.quoteReplacement(value == null ? found.group() : value);
    });
  }
}
