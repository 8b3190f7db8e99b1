package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.PortDraft;
import dev.localport.config.LocalPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows which local ports are given: a second service gets any free one. Belongs to one import. */
final class LocalPorts {
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private record Taken(LocalPort port, String by) {}

  private final List<Taken> taken = new ArrayList<>();

  void add(LocalPort port, String by) {
    taken.add(new Taken(port, by));
  }

  /**
   * Gives a service its ports.
   *
   * @param remarks gets a sentence for each port that is different from what the file says
   */
  List<PortDraft> give(Draft draft, String name, List<String> remarks) {
    List<PortDraft> ports = new ArrayList<>();
    List<Taken> own = new ArrayList<>();
    for (PortDraft port : draft.ports()) {
      LocalPort local = local(port, draft.bindAddress());
      Taken other = local == null ? null : find(local);
      if (other == null) {
        ports.add(port);
        if (local != null) {
          own.add(new Taken(local, name));
        }
      } else {
        remarks.add(
            "local port %d is also used by %s; any free one is taken instead"
                .formatted(port.local(), other.by()));
        ports.add(new PortDraft(0, port.remote()));
      }
    }
    if (draft.starts() != Draft.Starts.NEVER) {
      taken.addAll(own);
    }
    return ports;
  }

  private static @Nullable LocalPort local(PortDraft port, @Nullable String bindAddress) {
    return port.local() == 0
        ? null
        : new LocalPort(
            port.local(),
            bindAddress == null ? LOOPBACK : List.of(InetAddress.ofLiteral(bindAddress)));
  }

  private @Nullable Taken find(LocalPort port) {
    return taken.stream().filter(one -> one.port().overlaps(port)).findFirst().orElse(null);
  }
}
