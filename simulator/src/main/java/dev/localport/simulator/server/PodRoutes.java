package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.faults.LineFaults;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.pods.RunningPod;
import java.time.Duration;

/** What can be done with one pod. */
final class PodRoutes {
  private static final String DEFAULT_GRACE = "30";

  private final Cluster cluster;
  private final Reads reads;

  PodRoutes(Cluster cluster, Reads reads) {
    this.cluster = cluster;
    this.reads = reads;
  }

  void handle(Exchange exchange, ResourcePath path) {
    ObjectNode pod =
        cluster
            .store()
            .find(path.id())
            .orElseThrow(() -> StatusException.notFound(path.kind(), path.id().name()));
    String what = exchange.method() + " " + path.part();
    switch (what) {
      case "GET " -> reads.get(exchange, path);
      case "DELETE " -> delete(exchange, path);
      case "GET log" -> log(exchange, path, pod);
      case "GET portforward", "POST portforward" -> forward(exchange, path, pod);
      default -> throw StatusException.notAllowed();
    }
  }

  private void log(Exchange exchange, ResourcePath path, ObjectNode pod) {
    String container = exchange.query("container");
    boolean isThere =
        Json.at(pod, "spec.containers")
            .valueStream()
            .anyMatch(one -> container.isEmpty() || container.equals(Json.text(one, "name")));
    if (!isThere) {
      throw StatusException.badRequest(
          "container %s is not valid for pod %s".formatted(container, path.id().name()));
    }
    LogStream.answer(exchange, running(path).log(), path.id().name());
  }

  private RunningPod running(ResourcePath path) {
    return cluster
        .kubelet()
        .findRunning(path.id())
        .orElseThrow(() ->
            StatusException.badRequest(
                "container \"server\" in pod \"%s\" is waiting to start: ContainerCreating"
                    .formatted(path.id().name())));
  }

  private void delete(Exchange exchange, ResourcePath path) {
    String body = exchange.body();
    String asked =
        body.isBlank()
            ? exchange.query("gracePeriodSeconds")
            : Json.text(Json.read(body), "gracePeriodSeconds");
    long seconds = Long.parseLong(asked.matches("\\d{1,5}") ? asked : DEFAULT_GRACE);
    cluster.kubelet().delete(path.id(), Duration.ofSeconds(seconds));
    exchange.json(cluster.store().find(path.id()).orElseThrow());
  }

  private void forward(Exchange exchange, ResourcePath path, ObjectNode pod) {
    String node = Json.text(pod, "spec.nodeName");
    if (node.isEmpty()) {
      throw StatusException.badRequest(
          "pod %s does not have a host assigned".formatted(path.id().name()));
    }
    if (cluster.nodes().isLost(node)) {
      throw StatusException.of(
          500, "error dialing backend: dial tcp 127.0.0.1:10250: no route to host");
    }
    if (cluster.faults().isKubeletStopped(node)) {
      throw StatusException.of(
          500, "error dialing backend: dial tcp 127.0.0.1:10250: connect: connection refused");
    }
    exchange.context().channel().attr(LineFaults.NODE).set(node);
    String refused =
        cluster
            .portForward()
            .upgrade(
                exchange.context(),
                exchange.request(),
                running(path),
                cluster.faults().protocols());
    if (refused != null) {
      throw StatusException.badRequest(refused);
    }
  }
}
