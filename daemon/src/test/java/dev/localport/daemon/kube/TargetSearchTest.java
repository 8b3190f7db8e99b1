package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.api.NamedPort;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new file may forward to, asked of the simulated cluster. */
class TargetSearchTest {
  @TempDir private Path folder;
  @AutoClose private SimulatedContexts simulated;
  private Simulator simulator;
  private TargetNames names;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException, KubeException {
    simulated = new SimulatedContexts(folder);
    simulator = simulated.cluster;
    names = simulated.open().names();
  }

  private static List<String> named(FoundTargets found) {
    return found.targets().stream().map(one -> one.kind() + "/" + one.name()).toList();
  }

  @Test
  void findsServicesAndSetsOfTheContextsNamespace() throws KubeException {
    FoundTargets found = names.search(List.of(), null);

    assertThat(found.context()).isEqualTo("demo");
    assertThat(found.namespaces()).containsExactly("demo");
    assertThat(named(found))
        .containsExactly("service/db", "service/moods", "service/web", "statefulset/db");
    assertThat(found.notes()).isEmpty();
    FoundTarget web = found.targets().get(2);
    assertThat(web.ports()).containsExactly(new NamedPort("http", 80));
    assertThat(web.of()).isEqualTo(new FoundTarget.Service(false, true));
    assertThat(found.targets().getLast().of())
        .isInstanceOfSatisfying(
            FoundTarget.StatefulSet.class, set -> assertThat(set.services()).containsExactly("db"));
  }

  @Test
  void findsThemInSeveralNamespacesInOrder() throws KubeException {
    FoundTargets found = names.search(List.of("demo", "default", "demo"), null);

    assertThat(found.namespaces()).containsExactly("default", "demo");
    assertThat(named(found)).startsWith("service/kubernetes").contains("service/web");
  }

  @Test
  void travelsWhole() throws KubeException {
    FoundTargets found = names.search(List.of(), null);

    assertThat(FoundTargets.from(found.toJson())).isEqualTo(found);
  }

  @Test
  void withoutPermissionForServicesItSaysWhich() throws IOException, InterruptedException {
    simulator.control("deny?verb=list&resource=services");

    assertThatThrownBy(() -> names.search(List.of(), null))
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.FORBIDDEN))
        .hasMessageEndingWith("missing permission: list services in namespace demo");
  }

  @Test
  void withoutPermissionForSetsItFindsTheServices()
      throws IOException, InterruptedException, KubeException {
    simulator.control("deny?verb=list&resource=statefulsets");

    FoundTargets found = names.search(List.of(), null);

    assertThat(named(found)).containsExactly("service/db", "service/moods", "service/web");
    assertThat(found.notes())
        .containsExactly(
            "StatefulSets are left out; missing permission: list statefulsets in namespace demo");
  }
}
