package dev.localport.daemon.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Kubeconfig.Entry read(String text, @Nullable String context)
      throws IOException, KubeException {
    return Kubeconfig.read(List.of(file("config", text))).context(context);
  }

  private static void assertRefused(ThrowingCallable call, FailureKind kind, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure()).isEqualTo(new Failure(kind, message)));
  }

  private static final String ONE =
      """
      current-context: dev
      contexts:
      - {name: dev, context: {cluster: c, user: u, namespace: shop}}
      - {name: 100%s, context: {cluster: none, user: u}}
      - {name: no-user, context: {cluster: c, user: nobody}}
      - {name: nothing}
      clusters:
      - {name: c, cluster: {server: "https://one:6443", certificate-authority: pki/ca.pem}}
      users:
      - {name: u, user: {client-certificate: /etc/cert.pem, client-key: ../key.pem}}
      """;

  @Test
  void theCurrentContextIsTakenWhereNoneIsNamed() throws IOException, KubeException {
    Kubeconfig.Entry entry = read(ONE, null);

    assertThat(entry.name()).isEqualTo("dev");
    assertThat(entry.namespace()).isEqualTo("shop");
    assertThat(entry.server().entry().getServer()).isEqualTo("https://one:6443");
  }

  @Test
  void pathsBelongToTheFolderOfTheirFile() throws IOException, KubeException {
    Kubeconfig.Entry entry = read(ONE, "dev");

    assertThat(entry.server().resolve(entry.server().entry().getCertificateAuthority()))
        .isEqualTo(folder + "/pki/ca.pem");
    assertThat(entry.user().resolve(entry.user().entry().getClientCertificate()))
        .isEqualTo("/etc/cert.pem");
    assertThat(entry.user().resolve(entry.user().entry().getClientKey()))
        .isEqualTo(folder.getParent() + "/key.pem");
    assertThat(entry.user().resolve("")).isNull();
  }

  @Test
  void aContextWithoutUserAndNamespaceHasDefaults() throws IOException, KubeException {
    Kubeconfig.Entry entry = read(ONE, "no-user");

    assertThat(entry.namespace()).isEqualTo("default");
    assertThat(entry.user().entry().getToken()).isNull();
  }

  @Test
  void ofTwoEntriesOfOneNameTheFirstFilesHolds() throws IOException, KubeException {
    Files.createDirectory(folder.resolve("b"));
    Path first =
        file(
            "first",
            """
            contexts: [{name: dev, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://first:1"}}]
            """);
    Path second =
        file(
            "b/second",
            """
            current-context: both
            contexts:
            - {name: dev, context: {cluster: other, user: u, namespace: second}}
            - {name: both, context: {cluster: c, user: u}}
            clusters: [{name: c, cluster: {server: "https://second:2"}}]
            users: [{name: u, user: {tokenFile: token}}]
            """);
    Kubeconfig merged = Kubeconfig.read(List.of(first, folder.resolve("is-not-there"), second));

    assertThat(merged.context("dev").namespace()).isEqualTo("default");
    Kubeconfig.Entry both = merged.context(null);
    assertThat(both.name()).isEqualTo("both");
    assertThat(both.server().entry().getServer()).isEqualTo("https://first:1");
    assertThat(both.user().resolve(both.user().entry().getTokenFile()))
        .isEqualTo(folder + "/b/token");
  }

  @Test
  void anUnknownContextIsToldWithThoseThereAre() {
    assertRefused(
        () -> read(ONE, "prod"),
        FailureKind.CONTEXT_MISSING,
        "the kubeconfig " + folder + "/config has no context \"prod\"; it has dev, 100%s, no-user");
  }

  @Test
  void ofManyContextsAFewAreToldAndAllFilesThatWereLookedAt() throws IOException {
    Path first =
        file(
            "first",
            "contexts: [%s]"
                .formatted(
                    IntStream.range(0, 7)
                        .mapToObj("{name: c%d, context: {}}"::formatted)
                        .collect(Collectors.joining(", "))));
    Path gone = folder.resolve("gone");

    assertRefused(
        () -> Kubeconfig.read(List.of(first, gone)).context("prod"),
        FailureKind.CONTEXT_MISSING,
        "the kubeconfigs %s, %s (which does not exist) have no context \"prod\"; they have c0, c1, c2, c3, c4 and 2 more"
            .formatted(first, gone));
  }

  @Test
  void namesMayHoldAnything() {
    assertRefused(
        () -> read(ONE, "50%d"),
        FailureKind.CONTEXT_MISSING,
        "the kubeconfig " + folder + "/config has no context \"50%d\"; it has dev, 100%s, no-user");
    assertRefused(
        () -> read(ONE, "100%s"),
        FailureKind.KUBECONFIG,
        "the kubeconfig "
            + folder
            + "/config: context \"100%s\" names the cluster \"none\", which has no server");
  }

  @Test
  void withoutACurrentContextOneHasToBeChosen() {
    assertRefused(
        () -> read("contexts: [{name: dev, context: {cluster: c}}]", null),
        FailureKind.CONTEXT_MISSING,
        "the kubeconfig "
            + folder
            + "/config has no current context; choose one with --context; it has dev");
    assertRefused(
        () -> read("current-context: ''", null),
        FailureKind.CONTEXT_MISSING,
        "the kubeconfig "
            + folder
            + "/config has no current context; choose one with --context; it has none");
  }

  @Test
  void anEmptyFileHasNothing() {
    assertThatThrownBy(() -> read("", null)).hasMessageContaining("has no current context");
  }

  @Test
  void whereNoFileIsThereItSaysWhatToDo() {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    assertRefused(
        () -> Kubeconfig.read(List.of(one, two)),
        FailureKind.KUBECONFIG,
        "no kubeconfig: %s, %s does not exist; set KUBECONFIG, or kubeconfig in the configuration"
            .formatted(one, two));
  }

  @Test
  void whatIsNoKubeconfigIsNamed() {
    for (String garbage : List.of("[1, 2", "contexts: 7", "just words", "\u0000\u0001")) {
      assertThatThrownBy(() -> read(garbage, null))
          .as(garbage)
          .isInstanceOfSatisfying(
              KubeException.class,
              e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.KUBECONFIG);
                assertThat(e.failure().message())
                    .startsWith(folder + "/config is not a kubeconfig: ")
                    .doesNotContain("\n");
              });
    }
  }
}
