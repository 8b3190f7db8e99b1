package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.PortMapping;
import dev.localport.config.Readiness;
import dev.localport.config.ServiceConfig;
import dev.localport.config.TargetConfig;
import dev.localport.config.TargetKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdHocServiceTest {
  private static ServiceConfig readBack(AdHocService service) {
    return switch (ConfigReader.read("command line", service.text(), true)) {
      case ConfigResult.Loaded(ConfigFile file) -> file.services().getFirst();
      case ConfigResult.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static AdHocService service(@Nullable String name, String target, String port)
      throws UsageException {
    return AdHocService.of(
        name,
        ForwardTarget.of(target),
        List.of(ForwardPort.of(port)),
        new AdHocService.Place(null, null, Readiness.ONLY));
  }

  @Test
  void itsTextIsAConfigurationThatSaysAllOfIt() throws UsageException {
    AdHocService service =
        AdHocService.of(
            null,
            ForwardTarget.of("sts/db"),
            List.of(ForwardPort.of("15432:5432"), ForwardPort.of(":metrics")),
            new AdHocService.Place("shop", "dev \"cluster\"", Readiness.ANY));

    ServiceConfig read = readBack(service);

    assertThat(read.name()).isEqualTo("db-15432");
    assertThat(read.target())
        .isEqualTo(
            new TargetConfig(
                TargetKind.STATEFUL_SET, "db", "shop", "dev \"cluster\"", null, Readiness.ANY));
    assertThat(read.ports())
        .containsExactly(
            new PortMapping(null, 15_432, "5432"), new PortMapping(null, 0, "metrics"));
    assertThat(read).isEqualTo(service.config());
  }

  @Test
  void isNamedByTheTargetAndTheNumberThatTellsItFromOthers() throws UsageException {
    assertThat(service(null, "svc/web", "8080:80").config().name()).isEqualTo("web-8080");
    assertThat(service(null, "svc/web", ":http").config().name()).isEqualTo("web-http");
    assertThat(service("mine", "svc/web", "80").config().name()).isEqualTo("mine");
  }

  @Test
  void aNameTooLongForAServiceKeepsItsEnd() throws UsageException {
    String pod = "a".repeat(60) + "-7d4b9c-x2x4z";

    String name = service(null, "po/" + pod, "8080").config().name();

    assertThat(name).hasSize(63).endsWith("a-7d4b9c-x2x4z-8080");
  }

  @Test
  void aNameThatIsCutAtADashIsStillAName() throws UsageException {
    String pod = "ab-" + "c".repeat(57);

    assertThat(service(null, "po/" + pod, "8080").config().name())
        .isEqualTo("x" + "c".repeat(57) + "-8080");
  }
}
