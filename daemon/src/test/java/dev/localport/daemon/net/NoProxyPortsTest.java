package dev.localport.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Odd values of {@code NO_PROXY}: what golang.org/x/net/http/httpproxy makes of each. */
class NoProxyPortsTest {
  @ParameterizedTest(name = "NO_PROXY=\"{0}\" covers {1}:6443: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "k8s.example: | k8s.example | true",
        "k8s.example:0 | k8s.example | false",
        "k8s.example:6443 | k8s.example | true",
        "k8s.example:8443 | k8s.example | false",
        "k8s.example:https | k8s.example | false",
        ":6443 | k8s.example | false",
        "*.example:6443 | k8s.example | true",
        "' , K8S.Example , ' | k8s.EXAMPLE | true",
        ".example | k8s.example | true",
        ".k8s.example | k8s.example | false",
        "example. | k8s.example | false",
        "k8s.example | k8s.example. | false",
        "k8s_dev.local | k8s_dev.local | true",
        "10.0.0.0/8 | 10.1.2.3 | true",
        "10.0.0.0/99 | 10.1.2.3 | false",
        "10.1.2.3: | 10.1.2.3 | true",
        "[2001:db8::1]:6443 | 2001:db8::1 | true",
        "2001:db8::/32 | 2001:db8::1 | true",
        "other,* | k8s.example | true"
      })
  void meansWhatItMeansToKubectl(String value, String host, boolean covered) {
    assertThat(NoProxy.of(value).covers(host, 6443)).isEqualTo(covered);
  }
}
