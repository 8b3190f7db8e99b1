package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.api.Settled;
import dev.localport.config.PortMapping;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The local half of a forward: its ports and the connections to them. Used by the forward's owner,
 * except {@link #loop}, {@link #view}, {@link #settled()} and {@link #numbersWanted}.
 */
public final class LocalSide {
  private static final Logger log = LoggerFactory.getLogger(LocalSide.class);

  private volatile ServiceConfig config;
  private final PortHolder portHolder;
  private final Timers timers;
  private final OwnerThread owner;
  private final EventLoop loop;
  private final Traffic traffic = new Traffic();
  private final Switchboard switchboard;
  private final Listeners listeners;
  private final LocalListener listener;
  private volatile List<PortBinding> bound = List.of();
  private volatile List<Settled.Port> settled;

  /** What is shown of the local half. */
  public record View(List<PortBinding> bound, Traffic traffic) {}

  /**
   * Creates one that listens nowhere.
   *
   * @param before the numbers that an earlier start settled on
   */
  public LocalSide(
      ServiceConfig config,
      List<Settled.Port> before,
      Transport transport,
      PortHolder portHolder,
      Timers timers,
      OwnerThread owner,
      LocalListener listener) {
    this.config = config;
    this.settled = before;
    this.portHolder = portHolder;
    this.timers = timers;
    this.owner = owner;
    this.listener = listener;
    this.loop = transport.next();
    this.switchboard =
        new Switchboard(loop, config.hold(), traffic, new SwitchboardNews(), transport.room());
    this.listeners = new Listeners(transport, loop, config.bindAddress(), switchboard::accept);
  }

  /** Takes another configuration, which leads from the same ports. */
  public void configure(ServiceConfig now) {
    owner.check();
    config = now;
    switchboard.configure(now.hold());
  }

  /** Returns the event loop of its connections. */
  public EventLoop loop() {
    return loop;
  }

  /** Returns what is shown of it now. */
  public View view() {
    return new View(bound, traffic);
  }

  /** Returns the numbers that the ports had when they were bound last. */
  public List<Settled.Port> settled() {
    return settled;
  }

  /** Returns the numbers that it listens on, or would if they were free. */
  public Set<Integer> numbersWanted() {
    Set<Integer> numbers = new HashSet<>();
    config.ports().stream().map(PortMapping::local).filter(n -> n != 0).forEach(numbers::add);
    bound.stream().map(PortBinding::number).forEach(numbers::add);
    return numbers;
  }

  /** Listens on all ports, if it does not yet; returns what prevents it, or null. */
  public @Nullable Failure bind() throws InterruptedException {
    owner.check();
    if (listeners.areOpen()) {
      return null;
    }
    try {
      bound = listeners.bind(config.ports(), before());
      settled = bound.stream().map(LocalSide::settled).toList();
      numbers().forEach(port -> portHolder.took(port, config.name()));
      return null;
    } catch (Listeners.PortTakenException e) {
      return taken(e);
    }
  }

  private static Settled.Port settled(PortBinding port) {
    return Settled.Port.of(port.name(), port.remote(), port.number());
  }

  /** Returns the number that each port had before; 0 where it had none. */
  private List<Integer> before() {
    List<Settled.Port> left = new ArrayList<>(settled);
    List<Integer> numbers = new ArrayList<>();
    for (PortMapping port : config.ports()) {
      String called = Settled.Port.of(port.name(), port.remote(), 0).port();
      Settled.Port had =
          left.stream().filter(p -> p.port().equals(called)).findFirst().orElse(null);
      numbers.add(had == null ? 0 : had.local());
      left.remove(had); // two ports may lead to the same one
    }
    return numbers;
  }

  private Failure taken(Listeners.PortTakenException e) {
    InetSocketAddress address = e.address();
    return BindTrouble.of(
        PortBinding.text(config.bindAddress(), address),
        address.getPort(),
        e.refusal(),
        portHolder.describe(address.getPort()));
  }

  private IntStream numbers() {
    return bound.stream()
        .flatMap(port -> port.local().stream())
        .mapToInt(InetSocketAddress::getPort);
  }

  /** Has new connections take a session, too. */
  public void serve(PodRoute line) {
    owner.check();
    switchboard.serve(line);
  }

  /** No new connection uses a session anymore. */
  public void withdraw(Session session) {
    owner.check();
    switchboard.withdraw(session);
  }

  /** Looks again whether one more session is wanted, see {@link Switchboard#wantAgain}. */
  public void wantAgain() {
    owner.check();
    switchboard.wantAgain();
  }

  /** Ends the connections that are served, see {@link Switchboard#giveUpServed}. */
  public void giveUpServed() {
    owner.check();
    switchboard.giveUpServed();
  }

  /** Closes the ports and every connection; returns when the ports are free. */
  public void close() throws InterruptedException {
    owner.check();
    numbers().forEach(port -> portHolder.freed(port, config.name()));
    listeners.close();
    bound = List.of();
    switchboard.closeConnections();
  }

  /** Closes as {@link #close}; an interrupted caller does not wait for the ports. */
  public void closeAtLast() {
    try {
      close();
    } catch (InterruptedException e) {
      listeners.closeLater();
      Thread.currentThread().interrupt();
    }
  }

  /** What the switchboard reports, on the event loop. */
  private final class SwitchboardNews implements Switchboard.Listener {
    @Override
    public void onHeld() {
      line(Level.DEBUG).log("connection waiting");
      listener.onHeld();
    }

    @Override
    public void onWanted() {
      listener.onWanted();
    }

    @Override
    public void onActivity() {
      traffic.active(timers.instant());
    }

    @Override
    public void onOpened(String pod, int port) {
      line(Level.DEBUG).addKeyValue("pod", pod).addKeyValue("port", port).log("stream opened");
    }

    @Override
    public void onOver(String pod, int port) {
      line(Level.DEBUG).addKeyValue("pod", pod).addKeyValue("port", port).log("stream ended");
    }

    @Override
    public void onRefused(String pod, int port) {
      listener.onRefused(pod, port);
    }

    private LoggingEventBuilder line(Level level) {
      return log.atLevel(level).addKeyValue("service", config.name());
    }

    @Override
    public void onBroken(String pod, String why, boolean aboutPod) {
      line(Level.INFO)
          .addKeyValue("pod", pod)
          .addKeyValue("why", ServerWords.plain(why))
          .log("connection failed");
      suspect(pod, aboutPod);
    }

    @Override
    public void onUnopened(String pod, String why, boolean aboutPod) {
      line(Level.DEBUG)
          .addKeyValue("pod", pod)
          .addKeyValue("why", ServerWords.plain(why))
          .log("no stream; waiting for another session");
      suspect(pod, aboutPod);
    }

    private void suspect(String pod, boolean isAboutPod) {
      if (isAboutPod) {
        listener.onPodSuspected(pod);
      }
    }
  }
}
