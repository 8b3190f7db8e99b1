package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.draft.Origin;
import dev.localport.cli.imports.tree.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files of LocalPort itself, also in forms of 1.0 that do not load: services as a map, the words of
 * YAML 1.1. Taken are targets and ports.
 */
final class OldLocalPort implements TreeFormat {
  private static final List<String> LEFT =
      List.of(
          "health_check",
          "restart_policy",
          "reconnect",
          "cluster_health",
          "env",
          "heartbeat",
          "hold");

  @Override
  public String word() {
    return "LocalPort configuration";
  }

  @Override
  public boolean fits(Tree document) {
    Tree services = document.at("services");
    return services.items().stream().anyMatch(OldLocalPort::isService)
        || services.entries().values().stream().anyMatch(OldLocalPort::isService);
  }

  private static boolean isService(Tree service) {
    return service.has("connection");
  }

  @Override
  public void read(String file, Tree document, Drafts drafts) {
    document.at("services").items().forEach(s -> service(file, s.text("name"), s, drafts));
    document.at("services").entries().forEach((name, s) -> service(file, name, s, drafts));
  }

  private static void service(String file, @Nullable String name, Tree service, Drafts drafts) {
    Origin at = new Origin(file, service.line());
    if ("ssh".equals(service.text("technology"))) {
      drafts.skip(
          at,
          (name == null ? "a service" : name) + " uses ssh, which LocalPort does not support yet");
      return;
    }
    Tree connection = service.at("connection");
    String kind = connection.text("resource_type");
    String object = connection.text("resource_name");
    DraftBuilder draft =
        new DraftBuilder(at)
            .name(name)
            .context(connection.text("context"))
            .address(service.at("expose").isTrue() ? service.text("bind_address") : null);
    if (connection.has("selector")) {
      draft.selector(String.valueOf(connection.text("selector")));
    } else {
      draft.target(kind, object);
    }
    namespace(draft, connection.text("namespace"));
    ports(draft, service);
    starts(draft, service);
    service.at("tags").itemsOrSelf().forEach(tag -> tag(draft, tag.text()));
    List<String> left = LEFT.stream().filter(service::has).toList();
    if (!left.isEmpty()) {
      draft.remark(
          "left out: %s; localport config migrate keeps them".formatted(String.join(", ", left)));
    }
    drafts.add(draft.build());
  }

  private static void namespace(DraftBuilder draft, @Nullable String namespace) {
    draft.namespace(namespace);
    if (namespace == null) {
      draft.remark("without a namespace, LocalPort 1.0 used default; now it is the context's");
    }
  }

  private static void ports(DraftBuilder draft, Tree service) {
    if (service.has("ports")) {
      for (Tree port : service.at("ports").items()) {
        String text = port.text();
        if (text == null) {
          draft.port(port.text("local"), port.text("remote"));
        } else {
          draft.port(text);
        }
      }
    } else {
      draft.port(service.text("local_port"), service.text("remote_port"));
    }
  }

  private static void starts(DraftBuilder draft, Tree service) {
    if (service.at("enabled").isFalse()) {
      draft.starts(Draft.Starts.NEVER);
    } else if (service.at("autostart").isFalse()) {
      draft.starts(Draft.Starts.BY_NAME);
    }
  }

  private static void tag(DraftBuilder draft, @Nullable String tag) {
    if (tag != null) {
      draft.tag(tag);
    }
  }
}
