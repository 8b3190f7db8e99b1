package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardTargetTest {
  @ParameterizedTest
  @CsvSource({
    "web-0, pod, web-0",
    "po/web-0, pod, web-0",
    "pods/web-0, pod, web-0",
    "svc/web, service, web",
    "Service/web, service, web",
    "services/web, service, web",
    "deploy/web, deployment, web",
    "deployments.apps/web, deployment, web",
    "sts/db, statefulset, db",
    "statefulsets.v1.apps/db, statefulset, db"
  })
  void knowsKubectlsWordsForAKind(String text, String kind, String name) throws UsageException {
    assertThat(ForwardTarget.of(text)).isEqualTo(new ForwardTarget(kind, name));
  }
}
