package dev.localport.daemon.forward;

import dev.localport.daemon.forward.local.LocalListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns what connections ask of a forward into messages for its owner. What a thousand connections
 * ask for at once is reported once: the owner's mailbox is bounded.
 */
final class LocalMessages implements LocalListener {
  private final Consumer<ForwardMessage> owner;
  private final AtomicBoolean held = new AtomicBoolean();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean refused = new AtomicBoolean();

  LocalMessages(Consumer<ForwardMessage> owner) {
    this.owner = owner;
  }

  @Override
  public void onHeld() {
    tellOnce(held, ForwardMessage.ConnectionHeld::new);
  }

  @Override
  public void onWanted() {
    tellOnce(wanted, ForwardMessage.SpareWanted::new);
  }

  private void tellOnce(AtomicBoolean raised, Function<AtomicBoolean, ForwardMessage> message) {
    if (raised.compareAndSet(false, true)) {
      owner.accept(message.apply(raised));
    }
  }

  @Override
  public void onRefused(String pod, int port) {
    tellOnce(refused, raised -> new ForwardMessage.ConnectionRefused(raised, pod, port));
  }

  @Override
  public void onPodSuspected(String pod) {
    owner.accept(new ForwardMessage.PodSuspected(pod));
  }
}
