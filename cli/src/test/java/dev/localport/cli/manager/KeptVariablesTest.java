package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which variables of a shell the login service takes along. */
class KeptVariablesTest {
  private static KeptVariables of(String name, String value) {
    return KeptVariables.of(Map.of(name, value), Path.of("/home/me/shop"));
  }

  @Test
  void keepsNamesOfItsListAndNoOthers() {
    KeptVariables variables =
        KeptVariables.of(
            Map.of(
                "AWS_PROFILE", "team",
                "AWS_SECRET_ACCESS_KEY", "x",
                "AWS_SESSION_TOKEN", "x",
                "VAULT_TOKEN", "x",
                "SSH_AUTH_SOCK", "/tmp/ssh-1/agent",
                "EDITOR", "vi"),
            Path.of("/"));

    assertThat(variables.kept()).containsExactly(Map.entry("AWS_PROFILE", "team"));
    assertThat(variables.leftOut()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTPS_PROXY | http://me:pw@proxy:3128             | contains a user or password
          https_proxy | me:pw@proxy:3128                    | contains a user or password
          http_proxy  | http://token@proxy                  | contains a user or password
          VAULT_ADDR  | https://me:pw@vault                 | contains a user or password
          AWS_PROFILE | AKIAIOSFODNN7EXAMPLE                | looks like a secret
          AWS_PROFILE | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn | looks like a secret
          """)
  void leavesOutAValueThatLooksLikeASecretAndSaysWhy(String name, String value, String reason) {
    KeptVariables variables = of(name, value);

    assertThat(variables.kept()).isEmpty();
    assertThat(variables.leftOut()).containsExactly(Map.entry(name, reason));
  }

  @Test
  void leavesOutWhatCannotStandOnOneLine() {
    assertThat(of("AWS_PROFILE", "a\nLD_PRELOAD=x").leftOut())
        .containsExactly(Map.entry("AWS_PROFILE", "contains a control character"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTPS_PROXY  | http://proxy:3128
          NO_PROXY     | .corp,10.0.0.0/8
          AWS_ROLE_ARN | arn:aws:iam::123456789012:role/me@corp
          KUBECONFIG   | /a/b:/c/d
          """)
  void keepsOrdinaryValues(String name, String value) {
    assertThat(of(name, value).kept()).containsExactly(Map.entry(name, value));
  }

  @Test
  void pathsAreThoseThatADaemonWithoutAFolderCanUse() {
    assertThat(of("PATH", "/usr/bin:bin:.::/bin:/usr/bin").kept())
        .containsExactly(Map.entry("PATH", "/usr/bin:/bin"));
    assertThat(of("KUBECONFIG", "dev.yaml:/etc/kube").kept())
        .containsExactly(Map.entry("KUBECONFIG", "/home/me/shop/dev.yaml:/etc/kube"));
  }

  @Test
  void emptyOnesAreAsGoodAsMissing() {
    assertThat(of("AWS_PROFILE", "").kept()).isEmpty();
  }

  @Test
  void theDocumentationListsEveryName() throws IOException {
    Path docs = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs");

    assertThat(Files.readString(docs.resolve("service.md")))
        .contains(KeptVariables.NAMES.stream().map(name -> "`" + name + "`").toList());
  }
}
