package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.faults.Faults;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.portforward.PortForward;
import java.util.List;

/** Finds what answers a request, behind the faults, the user and what users may do. */
final class Router {
  private final Cluster cluster;
  private final Users users;
  private final Reads reads;
  private final PodRoutes pods;

  Router(Cluster cluster) {
    this.cluster = cluster;
    this.users = new Users(cluster.token());
    this.reads = new Reads(cluster.store(), cluster.tables(), cluster.crowd());
    this.pods = new PodRoutes(cluster, reads);
  }

  void handle(Exchange exchange) {
    try {
      List<String> path = exchange.path();
      boolean forwards = !path.isEmpty() && path.getLast().equals("portforward");
      int page = page(exchange, forwards);
      if (page != 0) {
        FrontPage.answer(exchange, page);
        return;
      }
      StatusException fault =
          cluster.faults().next(forwards ? Faults.Scope.PORTFORWARD : Faults.Scope.API);
      if (fault != null) {
        throw fault;
      }
      if (users.find(exchange).isEmpty()) {
        throw StatusException.of(401, "Unauthorized");
      }
      route(exchange, path);
    } catch (StatusException refusal) {
      exchange.refuse(refusal);
    }
  }

  /** Returns the HTTP status of the page that something in front answers with; 0: none. */
  private int page(Exchange exchange, boolean forwards) {
    Faults faults = cluster.faults();
    boolean refused = forwards && faults.isRefusedInFront(PortForward.asked(exchange.request()));
    return refused ? 403 : faults.page();
  }

  private void route(Exchange exchange, List<String> path) {
    String first = path.isEmpty() ? "" : path.getFirst();
    switch (first) {
      case "livez", "healthz" -> exchange.text("ok");
      case "readyz" -> HealthEndpoints.answer(exchange, cluster.faults().failedParts());
      case "version" -> exchange.json(version());
      case "openapi" -> openApi(exchange, path);
      case "api" -> core(exchange, path);
      case "apis" -> group(exchange, path);
      default -> throw StatusException.unknownPath();
    }
  }

  private ObjectNode version() {
    String[] parts = cluster.version().split("\\.", -1);
    return Json.object()
        .put("major", parts[0])
        .put("minor", parts[1])
        .put("gitVersion", "v" + cluster.version())
        .put("platform", "localport/simulated");
  }

  /** Answers that nothing is described: kubectl then checks nothing. */
  private static void openApi(Exchange exchange, List<String> path) {
    if (!path.equals(List.of("openapi", "v3"))) {
      throw StatusException.unknownPath();
    }
    ObjectNode none = Json.object();
    none.putObject("paths");
    exchange.json(none);
  }

  private void core(Exchange exchange, List<String> path) {
    if (path.size() == 1) {
      exchange.json(Discovery.core());
    } else if (!path.get(1).equals("v1")) {
      throw StatusException.unknownPath();
    } else if (path.size() == 2) {
      exchange.json(Discovery.resources(""));
    } else {
      resource(exchange, ResourcePath.parse("", path.subList(2, path.size())));
    }
  }

  private void group(Exchange exchange, List<String> path) {
    boolean measured = cluster.measurements().isServed();
    if (path.size() == 1) {
      exchange.json(Discovery.groups(measured));
    } else if (measured && path.get(1).equals(Measurements.GROUP)) {
      measurements(exchange, path);
    } else if (path.size() == 2) {
      exchange.json(Discovery.group(path.get(1)));
    } else if (!path.get(2).equals("v1")) {
      throw StatusException.unknownPath();
    } else if (path.size() == 3) {
      exchange.json(Discovery.resources(path.get(1)));
    } else if (path.getLast().equals("selfsubjectaccessreviews")) {
      exchange.json(Reviews.answer(ReviewBody.read(exchange.bytes()), cluster.faults()));
    } else {
      resource(exchange, ResourcePath.parse(path.get(1), path.subList(3, path.size())));
    }
  }

  private void measurements(Exchange exchange, List<String> path) {
    if (path.size() == 2) {
      exchange.json(Measurements.group());
      return;
    }
    String rule = Measurements.rule(path.getLast());
    if (cluster.faults().isDenied("list", rule)) {
      throw StatusException.of(
          403, "%s is forbidden: User \"demo\" cannot list it".formatted(rule));
    }
    cluster.measurements().answer(exchange, path);
  }

  private void resource(Exchange exchange, ResourcePath path) {
    String verb = verb(exchange, path);
    if (cluster.faults().isDenied(verb, path.rule())) {
      throw forbidden(verb, path);
    }
    if (path.kind().equals(Kinds.POD) && path.name() != null) {
      pods.handle(exchange, path);
    } else if (!path.part().isEmpty()) {
      throw StatusException.unknownPath();
    } else {
      switch (verb) {
        case "get" -> reads.get(exchange, path);
        case "list" -> reads.list(exchange, path);
        case "watch" ->
            new WatchStream(
                    exchange,
                    Reads.query(exchange, path),
                    cluster.store(),
                    cluster.tables(),
                    cluster.faults())
                .start(cluster.bookmarkEvery());
        default -> throw StatusException.notAllowed();
      }
    }
  }

  private static String verb(Exchange exchange, ResourcePath path) {
    return switch (exchange.method()) {
      case "GET" -> {
        if (path.name() != null) {
          yield "get";
        }
        yield exchange.isTrue("watch") ? "watch" : "list";
      }
      case "POST" -> "create";
      case "DELETE" -> "delete";
      case "PATCH" -> "patch";
      default -> "update";
    };
  }

  private static StatusException forbidden(String verb, ResourcePath path) {
    String name = path.name() == null ? "" : " \"%s\"".formatted(path.name());
    String where =
        path.namespace() == null
            ? " at the cluster scope"
            : " in the namespace \"%s\"".formatted(path.namespace());
    return StatusException.of(
        403,
        "%s%s is forbidden: User \"demo\" cannot %s resource \"%s\" in API group \"%s\"%s"
            .formatted(
                path.kind().qualified(), name, verb, path.rule(), path.kind().group(), where));
  }
}
