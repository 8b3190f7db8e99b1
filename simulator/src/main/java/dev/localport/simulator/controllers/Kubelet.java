package dev.localport.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Change;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.Store;
import dev.localport.simulator.pods.RunningPod;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler and the node's kubelet in one: takes each new pod from Pending to Running and
 * Ready, with its servers, and each deleted one to its end.
 */
public final class Kubelet implements AutoCloseable {
  private static final Duration EVICTION_GRACE = Duration.ofSeconds(30);

  private final Store store;
  private final EventLoop loop;
  private final InstantSource clock;
  private final PodTiming pace;
  private final Events events;
  private final Nodes nodes;
  private final Map<String, RunningPod> running = new HashMap<>(); // by uid
  private int addresses;
  private int written; // numbered lines, over all pods

  /** Creates one; {@link #start} starts it. */
  public Kubelet(Store store, Nodes nodes, EventLoop loop, InstantSource clock, PodTiming pace) {
    this.store = store;
    this.loop = loop;
    this.clock = clock;
    this.pace = pace;
    this.events = nodes.events();
    this.nodes = nodes;
  }

  /** Takes care of every pod that changes from now on. */
  public void start() {
    store.listen(this::onChange);
  }

  /** Returns the servers of a pod, if it runs. */
  public Optional<RunningPod> findRunning(ObjectId id) {
    return store.find(id).map(pod -> running.get(uid(pod)));
  }

  /**
   * Lets a running pod write numbered lines, all in one instant; the numbers continue over pods.
   */
  public void writeLog(ObjectId id, int lines) {
    List<String> texts =
        IntStream.rangeClosed(written + 1, written + lines)
            .mapToObj("line %06d"::formatted)
            .toList();
    findRunning(id)
        .ifPresent(pod -> {
          written += lines;
          pod.log().write(texts);
        });
  }

  /** Lets the node rotate a running pod's log. */
  public void rotateLog(ObjectId id) {
    findRunning(id).ifPresent(pod -> pod.log().rotate());
  }

  /** Restarts the container of a running pod, as far as its log and its status show that. */
  public void restartContainer(ObjectId id) {
    findRunning(id)
        .ifPresent(pod -> {
          pod.log().restart();
          String now = Json.time(clock.instant());
          store.update(id, it -> restarted(it, pod.log().restarts(), now));
        });
  }

  private static void restarted(ObjectNode pod, int restarts, String now) {
    for (JsonNode each : Json.at(pod, "status.containerStatuses")) {
      ObjectNode status = (ObjectNode) each;
      String before = status.path("containerID").asText();
      String sandbox = "containerd://" + sandbox(pod);
      status.put("restartCount", restarts).put("containerID", sandbox + "-" + restarts);
      status
          .putObject("lastState")
          .putObject("terminated")
          .put("exitCode", 1)
          .put("containerID", before)
          .put("finishedAt", now);
      status.putObject("state").putObject("running").put("startedAt", now);
    }
  }

  /**
   * Marks a pod as deleted; it ends at its pace.
   *
   * @param grace what the pod is said to have, not what it takes
   */
  public void delete(ObjectId id, Duration grace) {
    store.update(
        id,
        pod -> {
          ObjectNode metadata = pod.withObject("/metadata");
          if (!metadata.has("deletionTimestamp")) {
            metadata
                .put("deletionTimestamp", Json.time(clock.instant().plus(grace)))
                .put("deletionGracePeriodSeconds", grace.toSeconds());
          }
        });
  }

  /**
   * Loses a node: its pods are not Ready, and are evicted when as much time has passed as a pod's
   * end takes; a real cluster waits five minutes. Nothing confirms that they have ended.
   */
  public void loseNode(String name) {
    nodes.lose(name);
    for (ObjectNode pod : podsOf(name)) {
      ObjectId id = ObjectId.of(pod);
      store.update(id, it -> condition(it, "Ready", false)); // nothing reports on the containers
      warn(id, "NodeNotReady", "node-controller", "Node is not ready");
      after(pace.end(), id, uid(pod), (evicted, _) -> evict(evicted, name));
    }
  }

  /**
   * The node controller receives nothing from a node, although everything runs there: it takes
   * Ready from its pods, and gives it back.
   */
  public void unheard(String name, boolean on) {
    for (ObjectNode pod : podsOf(name)) {
      store.update(ObjectId.of(pod), it -> condition(it, "Ready", !on));
    }
  }

  private void evict(ObjectId id, String node) {
    if (nodes.isLost(node)) {
      delete(id, EVICTION_GRACE);
    }
  }

  /** Brings a node back: pods that were evicted have ended, the others continue. */
  public void bringNodeBack(String name) {
    nodes.bringBack(name);
    for (ObjectNode pod : podsOf(name)) {
      ObjectId id = ObjectId.of(pod);
      if (isDeleting(pod)) {
        store.delete(id);
      } else if (running.containsKey(uid(pod))) {
        condition(id, true);
      } else {
        after(pace.start(), id, uid(pod), onItsNode(this::run));
      }
    }
  }

  private List<ObjectNode> podsOf(String name) {
    return store.list(Kinds.POD, null).stream().filter(pod -> node(pod).equals(name)).toList();
  }

  private void onChange(Change change) {
    if (!change.id().kind().equals(Kinds.POD)) {
      return;
    }
    ObjectNode after = change.after();
    if (after == null) {
      stop(change.before());
    } else if (change.before() == null) {
      onCreated(change.id(), after);
    } else if (isDeleting(after) && !isDeleting(change.before())) {
      onDeleting(change.id(), after);
    }
  }

  private void onCreated(ObjectId id, ObjectNode pod) {
    String uid = uid(pod);
    String node = nodes.findGood().orElse("");
    store.update(
        id,
        it -> {
          it.withObject("/spec").put("nodeName", node);
          condition(it, "PodScheduled", true);
        });
    events.tell(
        pod,
        "Scheduled",
        "default-scheduler",
        "Successfully assigned %s/%s to %s".formatted(id.namespace(), id.name(), node));
    after(pace.start(), id, uid, onItsNode(this::run));
  }

  private void run(ObjectId id, ObjectNode pod) {
    running.put(uid(pod), new RunningPod(loop, id.name(), sandbox(pod), ports(pod), clock));
    addresses++;
    String address = "10.244.0." + (addresses % 250 + 4);
    String now = Json.time(clock.instant());
    store.update(
        id,
        it -> {
          ObjectNode status = it.withObject("/status");
          status.put("phase", "Running").put("podIP", address).put("startTime", now);
          status.putArray("podIPs").addObject().put("ip", address);
          status.put("hostIP", "127.0.0.1");
          condition(it, "Initialized", true);
          containers(it, now, false);
        });
    events.tell(pod, "Started", "kubelet", "Started container server");
    after(pace.ready(), id, uid(pod), onItsNode(this::ready));
  }

  private void ready(ObjectId id, ObjectNode pod) {
    setReady(id, true);
  }

  /** Makes a running pod Ready or not. */
  public void setReady(ObjectId id, boolean ready) {
    condition(id, ready);
    if (!ready) {
      warn(id, "Unhealthy", "kubelet", "Readiness probe failed: it was asked to");
    }
  }

  private void warn(ObjectId id, String reason, String component, String message) {
    store.find(id).ifPresent(pod -> events.warn(pod, reason, component, message));
  }

  private void condition(ObjectId id, boolean ready) {
    store.update(
        id,
        pod -> {
          condition(pod, "ContainersReady", ready);
          condition(pod, "Ready", ready);
          for (JsonNode container : Json.at(pod, "status.containerStatuses")) {
            ((ObjectNode) container).put("ready", ready);
          }
        });
  }

  private void onDeleting(ObjectId id, ObjectNode pod) {
    events.tell(pod, "Killing", "kubelet", "Stopping container server");
    findRunning(id).ifPresent(ending -> ending.log().end());
    after(pace.end(), id, uid(pod), onItsNode((ended, _) -> store.delete(ended)));
  }

  private void stop(@Nullable ObjectNode pod) {
    RunningPod servers = pod == null ? null : running.remove(uid(pod));
    if (servers != null) {
      servers.close();
    }
  }

  /** Does something to a pod later, if it is still that one and not about to end otherwise. */
  private void after(Duration wait, ObjectId id, String uid, Step step) {
    var _ =
        loop.schedule(
            () ->
                store
                    .find(id)
                    .filter(pod -> uid(pod).equals(uid))
                    .ifPresent(pod -> step.take(id, pod)),
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Nothing happens to a pod whose node is lost. */
  private Step onItsNode(Step step) {
    return (id, pod) -> {
      if (!nodes.isLost(node(pod))) {
        step.take(id, pod);
      }
    };
  }

  private static String node(JsonNode pod) {
    return Json.text(pod, "spec.nodeName");
  }

  private interface Step {
    void take(ObjectId id, ObjectNode pod);
  }

  private static boolean isDeleting(JsonNode pod) {
    return !Json.text(pod, "metadata.deletionTimestamp").isEmpty();
  }

  private static String uid(JsonNode pod) {
    return Json.text(pod, "metadata.uid");
  }

  private static String sandbox(JsonNode pod) {
    return uid(pod).replace("-", "").repeat(2);
  }

  private static Map<Integer, String> ports(JsonNode pod) {
    Map<Integer, String> ports = new LinkedHashMap<>();
    for (JsonNode container : Json.at(pod, "spec.containers")) {
      for (JsonNode port : container.path("ports")) {
        ports.put(port.path("containerPort").asInt(), port.path("name").asText());
      }
    }
    return ports;
  }

  private void condition(ObjectNode pod, String type, boolean isTrue) {
    ArrayNode conditions = pod.withObject("/status").withArray("conditions");
    ObjectNode found = null;
    for (JsonNode each : conditions) {
      if (each.path("type").asText().equals(type)) {
        found = (ObjectNode) each;
      }
    }
    ObjectNode condition = found == null ? conditions.addObject().put("type", type) : found;
    String status = isTrue ? "True" : "False";
    if (!condition.path("status").asText().equals(status)) {
      condition.put("status", status).put("lastTransitionTime", Json.time(clock.instant()));
    }
  }

  private static void containers(ObjectNode pod, String now, boolean ready) {
    ArrayNode statuses = pod.withObject("/status").putArray("containerStatuses");
    for (JsonNode container : Json.at(pod, "spec.containers")) {
      ObjectNode status = statuses.addObject();
      status.put("name", container.path("name").asText()).put("ready", ready);
      status.put("started", true).put("restartCount", 0);
      status.put("image", container.path("image").asText());
      status.put("imageID", "").put("containerID", "containerd://" + sandbox(pod));
      status.putObject("state").putObject("running").put("startedAt", now);
    }
  }

  @Override
  public void close() {
    running.values().forEach(RunningPod::close);
    running.clear();
  }
}
