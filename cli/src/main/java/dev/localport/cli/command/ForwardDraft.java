package dev.localport.cli.command;

import dev.localport.api.AdHoc;
import dev.localport.api.FoundTarget;
import dev.localport.api.NamedPort;
import dev.localport.api.Settled;
import dev.localport.cli.init.LocalPorts;
import dev.localport.cli.init.PortSteps;
import dev.localport.cli.init.ServiceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Several services that one command line asks for: names and local ports. Belongs to one run. */
final class ForwardDraft {
  private static final int MOST_PORT = 65_535;

  private final AdHocService.Place place;
  private final List<String> tags;
  private final RunningForwards running;
  private final ServiceNames names = new ServiceNames(null);
  private final LocalPorts ports;
  private final List<AdHoc> services = new ArrayList<>();

  /**
   * Begins with none.
   *
   * @param tags of each service
   * @param running keep their local ports
   * @param isFree tells whether a local port can be had
   */
  ForwardDraft(
      AdHocService.Place place, List<String> tags, RunningForwards running, IntPredicate isFree) {
    this.place = place;
    this.tags = List.copyOf(tags);
    this.running = running;
    this.ports = new LocalPorts(isFree);
  }

  /** Adds a Service or a StatefulSet. */
  void add(FoundTarget target) throws UsageException {
    List<NamedPort> found = target.distinctPorts();
    ForwardTarget to = new ForwardTarget(target.kind(), target.name());
    add(
        to,
        remotes(found),
        index ->
            ports.next(PortSteps.of(target.namespace(), target.name(), found.get(index).number())));
  }

  /** Adds each pod of a StatefulSet, with local ports that count up. */
  void addPods(FoundTarget set, int replicas) throws UsageException {
    List<NamedPort> found = set.distinctPorts();
    for (int pod = 0; pod < replicas; pod++) {
      add(
          pod(set.name(), pod),
          remotes(found),
          index -> ports.next(PortSteps.up(found.get(index).number())));
    }
  }

  /** As the other one, for the ports that the user asks for: the first pod gets exactly these. */
  void addPods(String set, int replicas, List<ForwardPort> asked) throws UsageException {
    List<String> remotes = asked.stream().map(ForwardPort::remote).toList();
    boolean isAgain =
        running.find(pod(set, 0), remotes).filter(locals -> isAsked(locals, asked)).isPresent();
    asked.stream().map(ForwardPort::local).forEach(ports::use);
    for (int i = 0; i < replicas; i++) {
      int number = i;
      IntUnaryOperator next =
          index -> {
            int first = asked.get(index).local();
            return first == 0 || number == 0
                ? first
                : ports.next(IntStream.rangeClosed(first + 1, MOST_PORT));
          };
      if (isAgain) {
        add(pod(set, i), remotes, next);
      } else {
        write(pod(set, i), remotes, chosen(remotes, next));
      }
    }
  }

  private static ForwardTarget pod(String set, int number) {
    return new ForwardTarget("pod", set + "-" + number);
  }

  private static boolean isAsked(List<Integer> locals, List<ForwardPort> asked) {
    return IntStream.range(0, asked.size())
        .allMatch(i -> asked.get(i).local() != 0 && asked.get(i).local() == locals.get(i));
  }

  private static List<String> remotes(List<NamedPort> ports) {
    return ports.stream().map(port -> String.valueOf(port.number())).toList();
  }

  private void add(ForwardTarget target, List<String> remotes, IntUnaryOperator next)
      throws UsageException {
    List<Integer> locals = running.find(target, remotes).orElseGet(() -> chosen(remotes, next));
    locals.forEach(ports::use);
    write(target, remotes, locals);
  }

  private static List<Integer> chosen(List<String> remotes, IntUnaryOperator next) {
    return IntStream.range(0, remotes.size()).map(next).boxed().toList();
  }

  private void write(ForwardTarget target, List<String> remotes, List<Integer> locals)
      throws UsageException {
    List<ForwardPort> list = new ArrayList<>();
    for (int i = 0; i < remotes.size(); i++) {
      list.add(new ForwardPort(locals.get(i), remotes.get(i)));
    }
    String in = Objects.requireNonNullElse(place.namespace(), "");
    String name = names.next(in, target.name(), target.kind(), false);
    AdHocService service = AdHocService.of(name, target, list, place, tags);
    services.add(new AdHoc(service.text(), Settled.NOTHING));
  }

  /** Returns the services, as the daemon is asked for them. */
  List<AdHoc> services() {
    return List.copyOf(services);
  }
}
