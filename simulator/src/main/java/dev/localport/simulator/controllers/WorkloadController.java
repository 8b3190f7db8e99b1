package dev.localport.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Change;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.Store;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives workloads their pods, and counts them: a Deployment gets a ReplicaSet, and each ReplicaSet,
 * StatefulSet, DaemonSet and Job as many pods as it wants, again where one is being deleted. A
 * StatefulSet's pod comes back under its name, so only when the old one is deleted.
 */
public final class WorkloadController {
  private static final Set<Kind> OWNERS =
      Set.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.STATEFUL_SET, Kinds.DAEMON_SET, Kinds.JOB);
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789"; // as Kubernetes' own

  private final Store store;
  private final Random random;

  /** Creates one; {@link #start} starts it. */
  public WorkloadController(Store store, long seed) {
    this.store = store;
    this.random = new Random(seed);
  }

  /** Takes care of every workload that changes from now on. */
  public void start() {
    store.listen(this::onChange);
  }

  private void onChange(Change change) {
    ObjectNode after = change.after();
    if (OWNERS.contains(change.id().kind()) && after != null) {
      reconcile(change.id());
    }
    ObjectNode object = after == null ? change.before() : after;
    if (object != null) {
      for (JsonNode reference : Json.at(object, "metadata.ownerReferences")) {
        Kind kind = Kinds.named(Json.text(reference, "apiVersion"), Json.text(reference, "kind"));
        reconcile(new ObjectId(kind, change.id().namespace(), Json.text(reference, "name")));
      }
    }
  }

  private void reconcile(ObjectId id) {
    store
        .find(id)
        .ifPresent(owner -> {
          List<ObjectNode> owned = owned(id.kind().equals(Kinds.DEPLOYMENT), owner);
          if (id.kind().equals(Kinds.DEPLOYMENT)) {
            replicaSet(id, owner, owned);
          } else {
            missing(id, owner, owned);
          }
          store.update(id, it -> Counts.write(id.kind(), it, wanted(it), owned));
        });
  }

  private List<ObjectNode> owned(boolean byDeployment, JsonNode owner) {
    String uid = Json.text(owner, "metadata.uid");
    return store
        .list(byDeployment ? Kinds.REPLICA_SET : Kinds.POD, Json.text(owner, "metadata.namespace"))
        .stream()
        .filter(it ->
            Json.at(it, "metadata.ownerReferences")
                .valueStream()
                .anyMatch(reference -> Json.text(reference, "uid").equals(uid)))
        .toList();
  }

  private static int wanted(JsonNode owner) {
    return Json.at(owner, "spec.replicas").asInt(Json.at(owner, "spec.parallelism").asInt(1));
  }

  private void replicaSet(ObjectId id, ObjectNode deployment, List<ObjectNode> sets) {
    if (!sets.isEmpty()) {
      ObjectId set = ObjectId.of(sets.getFirst());
      store.update(set, it -> it.withObject("/spec").put("replicas", wanted(deployment)));
      return;
    }
    String hash = word(10);
    ObjectNode set = child(deployment, Kinds.REPLICA_SET, id.name() + "-" + hash);
    JsonNode template = Json.at(deployment, "spec.template").deepCopy();
    ((ObjectNode) template).withObject("/metadata/labels").put("pod-template-hash", hash);
    set.withObject("/metadata").set("labels", Json.at(template, "metadata.labels"));
    ObjectNode spec = set.putObject("spec").put("replicas", wanted(deployment));
    spec.putObject("selector").set("matchLabels", Json.at(template, "metadata.labels"));
    spec.set("template", template);
    store.create(set);
  }

  private void missing(ObjectId id, ObjectNode owner, List<ObjectNode> pods) {
    if (id.kind().equals(Kinds.STATEFUL_SET)) {
      IntStream.range(0, wanted(owner))
          .mapToObj(i -> id.name() + "-" + i)
          .filter(name -> pods.stream().noneMatch(pod -> ObjectId.of(pod).name().equals(name)))
          .forEach(name -> create(owner, name));
      return;
    }
    long alive =
        pods.stream().filter(it -> Json.text(it, "metadata.deletionTimestamp").isEmpty()).count();
    Stream.generate(() -> id.name() + "-" + word(5))
        .limit(Math.max(0, wanted(owner) - alive))
        .forEach(name -> create(owner, name));
  }

  private void create(ObjectNode owner, String name) {
    ObjectNode pod = child(owner, Kinds.POD, name);
    JsonNode template = Json.at(owner, "spec.template");
    pod.withObject("/metadata").set("labels", Json.at(template, "metadata.labels").deepCopy());
    pod.set("spec", Json.at(template, "spec").deepCopy());
    pod.putObject("status").put("phase", "Pending");
    store.create(pod);
  }

  private static ObjectNode child(ObjectNode owner, Kind kind, String name) {
    ObjectNode child = Json.object();
    child.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    ObjectNode metadata = child.putObject("metadata");
    metadata.put("name", name).put("namespace", Json.text(owner, "metadata.namespace"));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", Json.text(owner, "apiVersion"))
        .put("kind", Json.text(owner, "kind"))
        .put("name", Json.text(owner, "metadata.name"))
        .put("uid", Json.text(owner, "metadata.uid"))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    return child;
  }

  private String word(int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }
}
