package dev.localport.daemon.operations;

import dev.localport.api.OperationKind;
import dev.localport.api.OperationStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One operation that has not ended. Immutable.
 *
 * @param isPending whether it waits for its cluster; one that does not was passed to the forward at
 *     once, and becomes pending when the cluster turns out to be offline
 * @param isTold whether the forward was notified; that happens once
 * @param isHeard whether the next connection of the service completes it: the forward has acted on
 *     it, or has no session that is older
 * @param appliedAt when the cluster was back
 */
record Operation(
    long id,
    OperationKind kind,
    String service,
    @Nullable String context,
    Instant since,
    boolean isPending,
    boolean isTold,
    boolean isHeard,
    @Nullable Instant appliedAt) {
  /** Returns one that a daemon before this one left: its forward is new, and has no session. */
  static @Nullable Operation restored(OperationStatus kept) {
    OperationKind kind = OperationKind.find(kept.operation());
    return kind == null
        ? null
        : new Operation(
            kept.id(), kind, kept.service(), kept.context(), kept.since(), true, true, true, null);
  }

  Operation heard() {
    return new Operation(id, kind, service, context, since, isPending, isTold, true, appliedAt);
  }

  Operation told(@Nullable Instant now) {
    Instant first = appliedAt == null ? now : appliedAt;
    return new Operation(id, kind, service, context, since, isPending, true, isHeard, first);
  }

  Operation asPending() {
    return new Operation(id, kind, service, context, since, true, isTold, isHeard, null);
  }

  /** Returns it with the context that the service turned out to have; null: not known yet. */
  Operation in(@Nullable String found) {
    String known = found == null ? context : found;
    return new Operation(id, kind, service, known, since, isPending, isTold, isHeard, appliedAt);
  }

  OperationStatus pending() {
    return ended(OperationStatus.PENDING, null, null);
  }

  OperationStatus ended(String state, @Nullable Instant at, @Nullable String cause) {
    return new OperationStatus(
        id, kind.word(), service, context, state, since, appliedAt, at, cause);
  }

  /** Returns whether the forward must be notified now that its cluster is back. */
  boolean isToBeTold() {
    return isPending && !isTold;
  }

  /** Returns it as it lies on disk: when its cluster was back is of this life alone. */
  OperationStatus kept() {
    return new OperationStatus(
        id, kind.word(), service, context, OperationStatus.PENDING, since, null, null, null);
  }
}
