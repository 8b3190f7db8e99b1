package dev.localport.daemon.forward;

import dev.localport.daemon.forward.local.LocalListener;
import dev.localport.daemon.tunnel.Session;
import java.util.function.Consumer;

/** Turns what connections ask of a forward into mail for its owner. */
record LocalMail(Consumer<Mail> owner) implements LocalListener {
  @Override
  public void onHeld() {
    owner.accept(new Mail.Plain(new ForwardEvent.ConnectionArrived()));
  }

  @Override
  public void onWanted() {
    owner.accept(new Mail.Wanted());
  }

  @Override
  public void onUnused(Session session) {
    owner.accept(new Mail.Unused(session));
  }

  @Override
  public void onPodDoubted(String pod) {
    owner.accept(new Mail.PodDoubted(pod));
  }
}
