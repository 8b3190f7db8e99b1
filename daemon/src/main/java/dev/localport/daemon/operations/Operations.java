package dev.localport.daemon.operations;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.api.OperationKind;
import dev.localport.api.OperationStatus;
import dev.localport.api.PendingOperation;
import dev.localport.daemon.state.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations of all services: at most one of each service has not ended. Confined to its owner;
 * nothing in here blocks.
 *
 * <p>An operation begins when a command asks for it. Where the cluster is there, its forward is
 * notified at once, and it ends with the next connection. Where the cluster is offline, it is
 * pending: the forward is notified once, when the cluster is back. A pending one is part of the
 * {@link DesiredState}, so the write that keeps it also keeps what is wanted.
 *
 * <p>Over 300 lines, since everything that can happen to an operation happens in here.
 */
public final class Operations {
  /** How many operations can be pending. */
  public static final int MOST = 1_000;

  /** How many of those that have ended are remembered. */
  public static final int ENDED = 100;

  private final int most;
  private final InstantSource clock;
  private final Map<String, Operation> open = new HashMap<>(); // by service
  private final Deque<OperationStatus> ended = new ArrayDeque<>();
  private final OperationResults results = new OperationResults();
  private Consumer<JournalEntryBuilder> journal = _ -> {};
  private long last;

  /** Begins with none. */
  public Operations(InstantSource clock) {
    this(clock, MOST);
  }

  Operations(InstantSource clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /**
   * Has each step of operations that wait be written down; {@code entries} must not block. What was
   * passed to a forward at once does not use the queue.
   */
  public void journal(Consumer<JournalEntryBuilder> entries) {
    journal = entries;
  }

  /**
   * Makes sure that an operation of each of these services can be pending.
   *
   * @throws FullQueueException if that were too many; then nothing has changed
   */
  public void requireRoom(Collection<String> services) {
    long more = services.stream().distinct().filter(name -> find(name) == null).count();
    if (more > 0 && pendingCount() + more > most) {
      throw new FullQueueException(most);
    }
  }

  /** Returns whether another operation can be pending. */
  public boolean hasRoom() {
    return pendingCount() < most;
  }

  private long pendingCount() {
    return open.values().stream().filter(Operation::isPending).count();
  }

  /**
   * Begins an operation whose forward is notified at once; the one before it ends.
   *
   * @return its number
   */
  @CanIgnoreReturnValue
  public long begin(OperationKind kind, String service, @Nullable String context) {
    boolean isHeard = kind == OperationKind.START; // its forward has no session yet
    return add(kind, service, context, false, isHeard).id();
  }

  /**
   * Begins an operation that waits for its cluster; the one before it ends. There must be room.
   *
   * @param isUp whether the service is connected, with a session from before the operation
   * @return its number
   */
  @CanIgnoreReturnValue
  public long queue(OperationKind kind, String service, @Nullable String context, boolean isUp) {
    boolean isHeard = kind != OperationKind.RESTART && !isUp;
    Operation queued = add(kind, service, context, true, isHeard);
    note(queued.pending(), null);
    return queued.id();
  }

  private Operation add(
      OperationKind kind,
      String service,
      @Nullable String context,
      boolean isPending,
      boolean isHeard) {
    Operation added =
        new Operation(
            ++last,
            kind,
            service,
            context,
            clock.instant(),
            isPending,
            !isPending || kind == OperationKind.START,
            isHeard,
            null);
    supersede(service, added);
    open.put(service, added);
    return added;
  }

  private void supersede(String service, Operation by) {
    String why = "superseded by %s (operation %d)".formatted(by.kind().word(), by.id());
    boolean _ = end(service, OperationStatus.SUPERSEDED, why);
  }

  /** A service was stopped, which needs no cluster. */
  public void stop(String service, @Nullable String context) {
    Operation stop = add(OperationKind.STOP, service, context, false, true);
    boolean _ = end(stop.service(), OperationStatus.DONE, null);
  }

  /** The forward has acted on an operation: from now on a connection completes it. */
  public void heard(long id) {
    open.replaceAll((_, one) -> one.id() == id ? one.heard() : one);
  }

  /**
   * A service is connected or idle; says whether that completed its operation.
   *
   * @param context its context by now, or null
   */
  public boolean up(String service, @Nullable String context) {
    Operation one = place(service, context);
    return one != null && one.isHeard() && end(service, OperationStatus.DONE, null);
  }

  /** The cluster of a service is offline: its operation waits from now on, if there is room. */
  public void offline(String service, @Nullable String context) {
    Operation one = place(service, context);
    if (one != null && one.isHeard() && !one.isPending() && hasRoom()) {
      Operation pending = one.asPending();
      open.put(service, pending);
      note(pending.pending(), null);
    }
  }

  private @Nullable Operation place(String service, @Nullable String context) {
    return open.computeIfPresent(service, (_, one) -> one.in(context));
  }

  /**
   * The cluster of a service is back.
   *
   * @return what its forward gets now; null: nothing, it connects by itself
   */
  public @Nullable Told back(String service) {
    Operation one = open.get(service);
    if (one == null || !one.isPending()) {
      return null;
    }
    open.put(service, one.told(clock.instant()));
    return one.isToBeTold() ? new Told(one.id(), one.kind()) : null;
  }

  /** What a forward gets, and for which operation. */
  public record Told(long id, OperationKind kind) {}

  /** The forward of a service is another one, without a session: it connects by itself. */
  public void renewed(String service) {
    open.computeIfPresent(service, (_, one) -> one.told(null).heard());
  }

  /**
   * Ends a pending operation before it is done.
   *
   * @return how it ended; null where none is pending under that number
   */
  public @Nullable OperationStatus cancel(long id) {
    Operation meant =
        open.values().stream()
            .filter(one -> one.isPending() && one.id() == id)
            .findFirst()
            .orElse(null);
    return meant != null && end(meant.service(), OperationStatus.CANCELED, null)
        ? ended.getFirst()
        : null;
  }

  /** Ends the operations of all services but those that are still wanted. */
  public void retain(Set<String> wanted, String why) {
    for (String service : List.copyOf(open.keySet())) {
      if (!wanted.contains(service)) {
        boolean _ = end(service, OperationStatus.CANCELED, why);
      }
    }
  }

  private boolean end(String service, String state, @Nullable String cause) {
    Operation one = open.remove(service);
    if (one == null) {
      return false;
    }
    Instant now = clock.instant();
    OperationStatus status = one.ended(state, now, cause);
    results.add(one.kind(), state);
    ended.addFirst(status);
    if (ended.size() > ENDED) {
      ended.removeLast();
    }
    if (one.isPending()) { // what was done at once is not written down here
      note(status, Duration.between(one.since(), now));
    }
    return true;
  }

  private void note(OperationStatus status, @Nullable Duration took) {
    journal.accept(
        JournalEntry.of(JournalType.OPERATION)
            .service(status.service())
            .context(status.context())
            .detail(status.operation() + " " + status.id())
            .state(status.state())
            .cause(status.cause())
            .duration(took == null || took.isNegative() ? null : took));
  }

  /** Returns the number of the operation that waits for a service's cluster; null: none does. */
  public @Nullable Long find(String service) {
    Operation one = open.get(service);
    return one != null && one.isPending() ? one.id() : null;
  }

  /** Returns whether one of these services has a pending operation. */
  public boolean isAnyPending(Collection<String> services) {
    return services.stream().anyMatch(service -> find(service) != null);
  }

  /** Returns what each service is waiting with, by the names of those that do. */
  public Map<String, PendingOperation> pending() {
    Map<String, PendingOperation> pending = new TreeMap<>();
    inOrder()
        .forEach(one ->
            pending.put(
                one.service(), new PendingOperation(one.id(), one.kind().word(), one.since())));
    return pending;
  }

  private Stream<Operation> inOrder() {
    return open.values().stream()
        .filter(Operation::isPending)
        .sorted(Comparator.comparingLong(Operation::id));
  }

  /** Returns the pending ones in the order of their numbers, then the ended ones, newest first. */
  public List<OperationStatus> list() {
    List<OperationStatus> all = new ArrayList<>(inOrder().map(Operation::pending).toList());
    all.addAll(ended);
    return all;
  }

  /** Returns how many have ended since the daemon started, by what they were and how they ended. */
  public Map<OperationKind, Map<String, Long>> results() {
    return results.counts();
  }

  /** Returns one that this daemon knows, whether it has ended or not; null for another number. */
  public @Nullable OperationStatus status(long id) {
    return list().stream().filter(one -> one.id() == id).findFirst().orElse(null);
  }

  /** Returns what is to be on disk, of the services that are to be there. */
  public DesiredState.Queue kept(Collection<String> services) {
    return new DesiredState.Queue(
        last,
        inOrder().filter(one -> services.contains(one.service())).map(Operation::kept).toList());
  }

  /** Comes back to what was on disk, before anything else. */
  public void restore(DesiredState.Queue before) {
    last = Math.max(last, before.last());
    for (OperationStatus kept : before.pending()) {
      Operation restored = Operation.restored(kept);
      if (restored != null) {
        open.put(restored.service(), restored);
        last = Math.max(last, restored.id());
      }
    }
  }
}
