package dev.localport.daemon.actor;

import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame of everything that has a state and an owner: a message becomes events, pure {@link
 * Rules} turn each event into a new state and effects, the effects are performed, the change is
 * announced, and in the end, whatever happened, the one timer is set.
 *
 * <p>An effect that throws never leaves a state waiting for something that does not come: it is
 * logged once and becomes an event of its own, see {@link #broken}. One thread, the owner's; {@link
 * #state} may be asked from any.
 *
 * @param <M> the owner's messages
 * @param <S> state; immutable
 * @param <E> event
 * @param <F> effect
 */
public abstract class Machine<M extends Actor.Message, S, E, F> implements Actor.Work<M> {
  private static final Logger log = LoggerFactory.getLogger(Machine.class);

  /** How long a wake that led to nothing is not repeated: a bug must not keep a core busy. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final OwnerThread owner;
  private final Timers timers;
  private final Consumer<M> mailbox;
  private volatile S state;
  private @Nullable Instant wakeAt;
  private Timers.@Nullable Waiting waiting;
  private volatile boolean fired;

  /**
   * Creates one that has not begun.
   *
   * @param mailbox takes the owner's messages, on any thread
   */
  protected Machine(OwnerThread owner, Timers timers, Consumer<M> mailbox, S initial) {
    this.owner = owner;
    this.timers = timers;
    this.mailbox = mailbox;
    this.state = initial;
  }

  /** Returns the rules that hold now. */
  protected abstract Rules<S, E, F> rules();

  /** Begins, before the first message. */
  protected void opened() throws InterruptedException {
    // most wait for their first message
  }

  /** Does what a message asks for, mostly by {@link #step}. */
  protected abstract void receive(M message) throws InterruptedException;

  /** Takes note of a step before its effects are performed, also of one that changed nothing. */
  protected void moved(Instant now) {
    // most need only the state
  }

  /** Performs an effect. */
  protected abstract void perform(F effect) throws InterruptedException;

  /**
   * Returns what an effect means that threw: the event by which the rules continue.
   *
   * @param bug what it threw, already logged
   * @return null where no state waits for what the effect would have led to
   */
  protected abstract @Nullable E broken(F effect, Throwable bug);

  /** Announces that the state is another one; its effects have been performed. */
  protected void announce(S before, S after, Instant now) throws InterruptedException {
    // some announce more than changes of state, and do so for themselves
  }

  /** Returns when {@link #wake} is due; null for never. Asked after each message. */
  protected abstract @Nullable Instant wakeAt(Instant now);

  /** Returns the message that notifies the owner that it is time. */
  protected abstract M wake();

  /** Ends all of it, permanently. */
  protected abstract void closed();

  /** Returns what is so now. Any thread may ask. */
  public final S state() {
    return state;
  }

  @Override
  public final void begin() throws InterruptedException {
    owner.check();
    try {
      opened();
    } finally {
      arm();
    }
  }

  @Override
  public final void read(M message) throws InterruptedException {
    owner.check();
    try {
      receive(message);
    } finally {
      arm(); // also after a bug: one without a timer would wait forever
    }
  }

  @Override
  public final void end() {
    disarm();
    closed();
  }

  /** Asks the rules what follows an event, and does it. */
  protected final void step(E event) throws InterruptedException {
    owner.check();
    Instant now = timers.instant();
    S before = state;
    Step<S, F> step = rules().next(before, event, now);
    state = step.state();
    moved(now);
    List<E> faults = new ArrayList<>(0);
    for (F effect : step.effects()) {
      E fault = perform(event, effect);
      if (fault != null) {
        faults.add(fault);
      }
    }
    if (!state.equals(before)) {
      announceSafely(before, now);
    }
    for (E fault : faults) {
      step(fault);
    }
  }

  private @Nullable E perform(E event, F effect) throws InterruptedException {
    try {
      perform(effect);
      return null;
    } catch (RuntimeException | Error e) { // a bug in one effect must not cost the others
      log.atError()
          .addKeyValue(owner.key(), owner.name())
          .addKeyValue("event", event)
          .addKeyValue("effect", effect)
          .setCause(e)
          .log("effect failed: bug");
      return broken(effect, e);
    }
  }

  private void announceSafely(S before, Instant now) throws InterruptedException {
    try {
      announce(before, state, now);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue(owner.key(), owner.name())
          .setCause(e)
          .log("change not announced: bug");
    }
  }

  private void arm() {
    Instant now = timers.instant();
    Instant next = wakeAt(now);
    boolean same = Objects.equals(next, wakeAt);
    if (fired || !same) {
      boolean inVain = fired && same && next != null && !next.isAfter(now);
      disarm();
      if (next != null) {
        waiting = timers.at(inVain ? now.plus(PAUSE) : next, this::fire);
      }
      wakeAt = next;
    }
  }

  private void fire() {
    fired = true;
    mailbox.accept(wake());
  }

  private void disarm() {
    fired = false;
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
  }
}
