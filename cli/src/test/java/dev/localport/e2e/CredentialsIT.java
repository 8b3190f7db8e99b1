package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that may do little, and tokens from wherever a kubeconfig has them. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class CredentialsIT {
  @TempDir Path temporary;

  @Test
  @NeedsFaults
  void accountsThatMayOnlyForwardToPodsDo(TestCluster cluster)
      throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    String pod =
        faults.kubectl("-n", "lp-team", "get", "pods", "-l", "app=app", "-o", "name").strip();
    Path restricted = faults.kubeconfig("restricted");
    for (Path kubeconfig :
        List.of(
            restricted,
            faults.kubeconfig("restricted-create"),
            Kubeconfigs.plugin(restricted, temporary),
            Kubeconfigs.tokenFile(restricted, temporary))) {
      try (LocalportProgram localport =
          new LocalportProgram(Files.createTempDirectory(temporary, "h"), kubeconfig)) {
        localport.config(
            """
            version: "1.0"
            services:
              - name: app
                connection: {resource_type: pod, resource_name: %s, namespace: lp-team}
                ports: [":8080"]
            """
                .formatted(pod.substring(pod.indexOf('/') + 1)));

        Result result = localport.run("start", "--timeout", "60"); // a plug-in may be slow

        assertThat(result.exit()).as("%s: %s", kubeconfig, result).isZero();
      }
    }
  }
}
