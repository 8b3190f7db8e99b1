package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All objects of the cluster, with one version that counts up with each change, and the latest
 * changes for watchers. One thread; what is stored is never changed, only replaced.
 */
public final class Store {
  private static final long FIRST_VERSION = 1000; // a number that cannot be taken for a port

  private final InstantSource clock;
  private final int historySize;
  private final TreeMap<ObjectId, ObjectNode> objects = new TreeMap<>();
  private final Deque<Change> history = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final Deque<Change> untold = new ArrayDeque<>();
  private boolean telling;
  private long version = FIRST_VERSION;
  private long forgotten = FIRST_VERSION;

  /** Creates an empty one that remembers at most {@code historySize} changes. */
  public Store(InstantSource clock, int historySize) {
    this.clock = clock;
    this.historySize = historySize;
  }

  /** Returns the version of the latest change. */
  public long version() {
    return version;
  }

  /** Returns the version before the oldest change that is remembered. */
  public long oldest() {
    return forgotten;
  }

  /** Calls {@code listener} after each change, in order, even where one makes further changes. */
  public void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /** Calls it no more. */
  public void unlisten(Consumer<Change> listener) {
    listeners.remove(listener);
  }

  /** Returns the object, if there is one. */
  public Optional<ObjectNode> find(ObjectId id) {
    return Optional.ofNullable(objects.get(id));
  }

  /** Returns all objects of a kind by namespace and name; namespace null for all. */
  public List<ObjectNode> list(Kind kind, @Nullable String namespace) {
    List<ObjectNode> found = new ArrayList<>();
    objects.forEach((id, object) -> {
      if (id.kind().equals(kind) && (namespace == null || id.namespace().equals(namespace))) {
        found.add(object);
      }
    });
    return found;
  }

  /**
   * Adds a copy of an object, with uid, time and version; returns it.
   *
   * @throws StatusException (409) if there is one of that name
   */
  public ObjectNode create(ObjectNode object) {
    ObjectId id = ObjectId.of(object);
    if (objects.containsKey(id)) {
      throw StatusException.exists(id.kind(), id.name());
    }
    ObjectNode created = object.deepCopy();
    created
        .withObject("/metadata")
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", Json.time(clock.instant()));
    put(id, null, created);
    return created;
  }

  /** Replaces an object by a changed copy, if it is there and the copy differs. */
  public void update(ObjectId id, Consumer<ObjectNode> change) {
    ObjectNode before = objects.get(id);
    if (before == null) {
      return;
    }
    ObjectNode after = before.deepCopy();
    change.accept(after);
    if (!after.equals(before)) {
      put(id, before, after);
    }
  }

  /** Removes an object, if it is there. */
  public void delete(ObjectId id) {
    ObjectNode before = objects.remove(id);
    if (before != null) {
      version++;
      ObjectNode last = before.deepCopy();
      last.withObject("/metadata").put("resourceVersion", Long.toString(version));
      tell(new Change(version, id, last, null));
    }
  }

  private void put(ObjectId id, @Nullable ObjectNode before, ObjectNode after) {
    version++;
    after.withObject("/metadata").put("resourceVersion", Long.toString(version));
    objects.put(id, after);
    tell(new Change(version, id, before, after));
  }

  /**
   * Returns the changes after a version.
   *
   * @throws StatusException (410) if they are not all remembered
   */
  public List<Change> since(long asked) {
    if (asked < forgotten) {
      throw StatusException.expired(asked, forgotten);
    }
    return history.stream().filter(change -> change.version() > asked).toList();
  }

  /** Forgets the history: the caller for changes since an earlier version gets 410. */
  public void forget() {
    version++; // so that not even the latest known version is good enough
    forgotten = version;
    history.clear();
  }

  private void tell(Change change) {
    history.addLast(change);
    if (history.size() > historySize) {
      forgotten = history.removeFirst().version();
    }
    untold.addLast(change);
    if (telling) {
      return; // a listener made this change: those that have not seen the one before come first
    }
    telling = true;
    try {
      while (!untold.isEmpty()) {
        Change next = untold.removeFirst();
        listeners.forEach(listener -> listener.accept(next));
      }
    } finally {
      telling = false;
    }
  }
}
