package dev.localport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/rbac.md} shows the Roles of config-examples, which {@code RbacIT} applies. */
class RbacDocTest {
  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full"})
  void thePageShowsTheRolesThatAreTested(String name) throws IOException {
    String role =
        Files.readString(ProjectFiles.ROOT.resolve("config-examples/rbac/" + name + ".yaml"));

    assertThat(Files.readString(ProjectFiles.ROOT.resolve("docs/rbac.md")))
        .contains("```yaml\n" + role.substring(role.indexOf("apiVersion:")) + "```\n");
  }
}
