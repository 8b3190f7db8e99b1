package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ClusterConfigs;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.DaemonConfig;
import dev.localport.config.FileValues;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.kube.ShellLoan;
import dev.localport.daemon.state.DesiredState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedSourceTest {
  private static ServiceConfig service(@Nullable String kubeconfig) {
    String key = kubeconfig == null ? "" : "kubeconfig: \"" + kubeconfig + "\"\n";
    String text =
        key
            + "services: [{name: a, connection: {resource_name: a}, local_port: 1, remote_port:"
            + " 1}]";
    return Configured.service(text);
  }

  @ParameterizedTest(name = "{0} in {1} is {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, /etc/lp/c.yaml, /of/the/caller",
        "-, -, /of/the/caller",
        "kube/config, /etc/lp/c.yaml, /etc/lp/kube/config",
        "../config, /etc/lp/c.yaml, /etc/config",
        "/abs/config, /etc/lp/c.yaml, /abs/config",
        "~/.kube/dev, /etc/lp/c.yaml, HOME/.kube/dev",
        "~/.kube/dev, -, HOME/.kube/dev",
        "kube/config, -, kube/config"
      })
  void theServicesOwnKubeconfigGoesBeforeTheCallers(
      @Nullable String own, @Nullable String file, String expected) {
    LoadedSource source =
        new LoadedSource(
            new DesiredState.Source(file, file == null ? "text" : null, "/of/the/caller"),
            List.of(),
            List.of(),
            new ClusterConfigs(ClusterHealthConfig.DEFAULT, Map.of()),
            DaemonConfig.NONE,
            FileValues.NONE,
            List.of(),
            1,
            new ShellLoan());

    assertThat(source.shell(service(own)).kubeconfig())
        .isEqualTo(expected.replace("HOME", System.getProperty("user.home")));
  }
}
