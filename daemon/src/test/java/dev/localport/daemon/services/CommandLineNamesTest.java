package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ServiceConfig;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CommandLineNamesTest {
  private final Map<String, ServiceConfig> taken = new TreeMap<>();

  private static ServiceConfig service(String name, String connection) {
    String text =
        "services: [{name: %s, connection: {resource_name: web, %s}, local_port: 1, remote_port: 1}]"
            .formatted(name, connection);
    return Configured.service(text);
  }

  /** Names a service and lets it have that name. */
  private String take(String name, String connection) {
    ServiceConfig service = service(name, connection);
    String chosen = CommandLineNames.choose(service, taken);
    assertThat(service(chosen, "namespace: a").name()).as("is a name").isEqualTo(chosen);
    assertThat(taken).doesNotContainKey(chosen);
    taken.put(chosen, service);
    return chosen;
  }

  @Test
  void aNameThatIsFreeStays() {
    assertThat(take("web-80", "namespace: shop")).isEqualTo("web-80");
  }

  @Test
  void whatDiffersGoesInFront() {
    take("web-80", "namespace: shop, context: dev");

    assertThat(take("web-80", "namespace: shop, context: dev, resource_type: pod"))
        .isEqualTo("pod.web-80");
    assertThat(take("web-80", "namespace: team, context: dev")).isEqualTo("team.web-80");
    assertThat(take("web-80", "namespace: shop, context: prod")).isEqualTo("prod.web-80");
    assertThat(take("web-80", "namespace: third, context: third, resource_type: pod"))
        .isEqualTo("third.web-80");
    assertThat(take("web-80", "namespace: team, context: prod, resource_type: pod"))
        .isEqualTo("prod.team.pod.web-80");
  }

  @Test
  void whereThatIsTakenAllOfItGoesInFrontAndThenANumberBehind() {
    take("web-80", "namespace: shop");
    take("pod.web-80", "namespace: shop");

    assertThat(take("web-80", "namespace: shop, resource_type: pod")).isEqualTo("shop.pod.web-80");
    assertThat(take("web-80", "namespace: shop, resource_type: pod")).isEqualTo("web-80-2");
    assertThat(take("web-80", "namespace: shop, resource_type: pod")).isEqualTo("web-80-3");
  }

  @Test
  void aContextMayHaveAnyCharactersAndAnyLength() {
    take("web-80", "context: dev");

    assertThat(take("web-80", "context: \"arn:aws:eks:eu-1:123:cluster/prod\""))
        .isEqualTo("arn-aws-eks-eu-1-123-cluster-prod.web-80");
    assertThat(take("web-80", "context: \"" + "x".repeat(80) + "-prod\"")).hasSize(63);
    assertThat(take("web-80", "context: \"é\""))
        .isEqualTo("service.web-80"); // no letter of it is left
  }

  @Test
  void aNameThatFillsItsRoomIsCutForANumber() {
    String longest = "ab-" + "b".repeat(57) + "-80";
    take(longest, "context: dev");

    assertThat(take(longest, "context: prod")).isEqualTo("x" + "b".repeat(57) + "-80-2");
  }
}
