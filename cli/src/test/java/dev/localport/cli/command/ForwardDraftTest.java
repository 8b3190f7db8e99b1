package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.AdHoc;
import dev.localport.api.FoundTarget;
import dev.localport.api.NamedPort;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.cli.Samples;
import dev.localport.cli.init.PortSteps;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.Readiness;
import dev.localport.config.ServiceConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names and local ports of several services. */
class ForwardDraftTest {
  private static final AdHocService.Place SHOP =
      new AdHocService.Place("shop", "dev", Readiness.ONLY);
  private static final List<String> TAGS = List.of("ns/shop");

  private static ForwardDraft draft(Set<Integer> taken, ServiceStatus... running) {
    return new ForwardDraft(
        SHOP, TAGS, new RunningForwards(List.of(running)), port -> !taken.contains(port));
  }

  private static FoundTarget service(String name, Integer... ports) {
    return new FoundTarget("shop", name, ports(ports), new FoundTarget.Service(false, true));
  }

  private static FoundTarget set(String name, Integer... ports) {
    return new FoundTarget(
        "shop", name, ports(ports), new FoundTarget.StatefulSet(2, null, List.of()));
  }

  private static List<NamedPort> ports(Integer... ports) {
    return Arrays.stream(ports).map(port -> new NamedPort(null, port)).toList();
  }

  private static ServiceConfig read(AdHoc one) {
    ConfigResult read = ConfigReader.read("command line", one.text(), true);
    return ((ConfigResult.Loaded) read).config().services().getFirst();
  }

  /** Returns {@code web service/web 8080:80} for each service. */
  private static List<String> lines(ForwardDraft draft) {
    return draft.services().stream()
        .map(ForwardDraftTest::read)
        .map(service ->
            service.name()
                + " "
                + service.target().kind().word()
                + "/"
                + service.target().name()
                + service.ports().stream()
                    .map(port -> " " + port.local() + ":" + port.remote())
                    .collect(Collectors.joining()))
        .toList();
  }

  private static int step(String name, int port, int number) {
    return PortSteps.of("shop", name, port).skip(number).findFirst().orElseThrow();
  }

  @Test
  void eachServiceIsInItsPlaceWithItsTags() throws UsageException {
    ForwardDraft draft = draft(Set.of());
    draft.add(service("web", 80, 9090));

    ServiceConfig web = read(draft.services().getFirst());
    assertThat(web.target().namespace()).isEqualTo("shop");
    assertThat(web.target().context()).isEqualTo("dev");
    assertThat(web.tags()).isEqualTo(TAGS);
    assertThat(lines(draft)).containsExactly("web service/web 8080:80 9090:9090");
  }

  @Test
  void aLocalPortThatIsTakenIsPassedOverAsInAFile() throws UsageException {
    ForwardDraft draft = draft(Set.of(8080, step("admin", 80, 1)));
    draft.add(service("admin", 80));
    draft.add(service("db", 5432));
    draft.add(set("db", 5432));

    assertThat(lines(draft))
        .containsExactly(
            "admin service/admin %d:80".formatted(step("admin", 80, 2)),
            "db service/db 5432:5432",
            "db-statefulset statefulset/db %d:5432".formatted(step("db", 5432, 1)));
  }

  @Test
  void podsCountUpFromThePortOfTheSet() throws UsageException {
    ForwardDraft draft = draft(Set.of(5434));
    draft.add(service("db", 5432));
    draft.addPods(set("db", 5432, 80), 3);

    assertThat(lines(draft))
        .containsExactly(
            "db service/db 5432:5432",
            "db-0 pod/db-0 5433:5432 8080:80",
            "db-1 pod/db-1 5435:5432 8081:80",
            "db-2 pod/db-2 5436:5432 8082:80");
  }

  @Test
  void theFirstPodHasThePortThatTheUserNamed() throws UsageException {
    ForwardDraft draft = draft(Set.of(15_432, 15_433));
    draft.addPods(
        "db",
        3,
        List.of(
            ForwardPort.of("15432:5432"), ForwardPort.of("15434:80"), ForwardPort.of(":metrics")));

    assertThat(lines(draft))
        .containsExactly(
            "db-0 pod/db-0 15432:5432 15434:80 0:metrics",
            "db-1 pod/db-1 15435:5432 15436:80 0:metrics",
            "db-2 pod/db-2 15437:5432 15438:80 0:metrics");
  }

  private static ServiceStatus running(String target, int local, String remote) {
    return ServiceStatusBuilder.builder(Samples.web())
        .target(target)
        .ports(
            List.of(
                new PortStatus(null, remote, List.of(new PortStatus.Address("127.0.0.1", local)))))
        .build();
  }

  @Test
  void whatRunsAlreadyKeepsItsPortsIfThesePortsAreAll() throws UsageException {
    ForwardDraft draft =
        draft(
            Set.of(8080, 8081),
            running("service/web", 8080, "80"),
            running("service/api", 8081, "81"));
    draft.add(service("api", 81, 82));
    draft.add(service("web", 80));

    assertThat(lines(draft))
        .containsExactly(
            "api service/api %d:81 8082:82".formatted(step("api", 81, 1)),
            "web service/web 8080:80");
  }

  @Test
  void podsThatRunKeepTheirPortsUnlessOthersAreNamed() throws UsageException {
    ServiceStatus[] pods = {running("pod/db-0", 5432, "5432"), running("pod/db-1", 5434, "5432")};
    ForwardDraft same = draft(Set.of(5432, 5433, 5434), pods);
    same.addPods("db", 2, List.of(ForwardPort.of("5432")));
    ForwardDraft other = draft(Set.of(5432, 5434), pods);
    other.addPods("db", 2, List.of(ForwardPort.of("5433:5432")));

    assertThat(lines(same)).containsExactly("db-0 pod/db-0 5432:5432", "db-1 pod/db-1 5434:5432");
    assertThat(lines(other)).containsExactly("db-0 pod/db-0 5433:5432", "db-1 pod/db-1 5435:5432");
  }
}
