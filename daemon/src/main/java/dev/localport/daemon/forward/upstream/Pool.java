package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.tunnel.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one forward: those in use, those that are late, and those that end with their
 * last connection. Used by the forward's owner alone, except for {@link #used}.
 */
final class Pool {
  private final LocalSide local;
  private final List<Upstream> late = new ArrayList<>(); // they may come back
  private final List<Upstream> draining = new ArrayList<>();
  private final Set<Session> expiring = new HashSet<>();
  private volatile List<Upstream> used = List.of();

  Pool(LocalSide local) {
    this.local = local;
  }

  /** Returns the sessions in use, the oldest first. Any thread may ask. */
  List<Upstream> used() {
    return used;
  }

  boolean isEmpty() {
    return used.isEmpty();
  }

  int size() {
    return used.size();
  }

  /** Returns what is known of the session that is in use longest; there has to be one. */
  Upstream first() {
    return used.getFirst();
  }

  /** Takes a session into use; those that are worn end with their last connection. */
  void add(Upstream upstream) {
    List<Upstream> replaced = used.stream().filter(this::isExpiring).toList();
    List<Upstream> more = new ArrayList<>(used);
    more.add(upstream);
    local.serve(upstream.line(false)); // first: a session in the status can be used
    used = List.copyOf(more);
    replaced.forEach(this::drain);
  }

  @Nullable Upstream find(Session session) {
    return used.stream().filter(up -> up.session().equals(session)).findFirst().orElse(null);
  }

  /** Returns the session that became late last, or null. */
  @Nullable Upstream newestLate() {
    return late.isEmpty() ? null : late.getLast();
  }

  boolean isLate(Session session) {
    return late.stream().anyMatch(up -> up.session().equals(session));
  }

  /** Returns those in use and those that are late. */
  List<Upstream> usedOrLate() {
    List<Upstream> all = new ArrayList<>(used);
    all.addAll(late);
    return all;
  }

  /** Returns those that lead to a pod, and may take connections now or later. */
  List<Upstream> to(String pod) {
    return usedOrLate().stream().filter(up -> up.pod().equals(pod)).toList();
  }

  /** Takes a session out of use that does not answer; returns whether it was in use. */
  boolean suspend(Session session) {
    Upstream found = find(session);
    if (found == null) {
      return false;
    }
    used = used.stream().filter(up -> !up.equals(found)).toList();
    late.add(found);
    local.withdraw(session);
    return true;
  }

  /** Takes a session into use again that answers again; returns whether it was late. */
  boolean resume(Session session) {
    List<Upstream> found = late.stream().filter(up -> up.session().equals(session)).toList();
    late.removeAll(found);
    for (Upstream up : found) {
      local.serve(up.line(false)); // first, as above
      List<Upstream> more = new ArrayList<>(used);
      more.add(up);
      used = List.copyOf(more);
    }
    return !found.isEmpty();
  }

  /** Notes that a session is to be replaced: it is in doubt, or old. */
  void expire(Session session) {
    expiring.add(session);
  }

  private boolean isExpiring(Upstream upstream) {
    return isExpiring(upstream.session());
  }

  /** Returns whether a session is in doubt, old, or over. */
  boolean isExpiring(Session session) {
    return expiring.contains(session) || session.suspected().isDone() || session.closed().isDone();
  }

  /** Returns whether every session in use is to be replaced; there has to be one. */
  boolean isAllExpiring() {
    return !used.isEmpty() && used.stream().allMatch(this::isExpiring);
  }

  /** Lets those that are in doubt serve all the same. */
  void serveEvenIfSuspected() {
    used.forEach(up -> local.serve(up.line(true)));
  }

  /** Lets a session take no more connections; it ends with its last one. */
  void drain(Upstream upstream) {
    draining.add(upstream);
    takeOut(upstream.session());
    upstream.session().drain();
  }

  /** Returns those that drain and lead to a pod. */
  List<Session> drainingTo(String pod) {
    return draining.stream().filter(up -> up.pod().equals(pod)).map(Upstream::session).toList();
  }

  /** Retires all. */
  void drainAll() {
    usedOrLate().forEach(this::drain);
  }

  /** Forgets a session that is over; returns whether it was in use. */
  boolean drop(Session session) {
    draining.removeIf(up -> up.session().equals(session));
    return takeOut(session);
  }

  private boolean takeOut(Session session) {
    expiring.remove(session);
    late.removeIf(up -> up.session().equals(session));
    List<Upstream> left = used.stream().filter(up -> !up.session().equals(session)).toList();
    boolean was = left.size() < used.size();
    used = left;
    if (was) {
      local.withdraw(session);
    }
    return was;
  }

  /** Ends all, also those that drain. */
  void closeAll(Failure why) {
    for (Upstream up : usedOrLate()) {
      draining.add(up);
      takeOut(up.session());
    }
    draining.forEach(up -> up.session().close(why));
    draining.clear();
  }
}
