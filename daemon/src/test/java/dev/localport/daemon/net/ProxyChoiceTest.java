package dev.localport.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ProxyVariables;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of golang.org/x/net/http/httpproxy, and what client-go puts in front of it. */
class ProxyChoiceTest {
  private static final ProxyVariables BOTH =
      ProxyVariables.of(
          Map.of("HTTPS_PROXY", "http://s", "HTTP_PROXY", "http://h", "ALL_PROXY", "http://a"));

  @ParameterizedTest(name = "NO_PROXY={0}: {1}:{2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-                    | k8s.corp       | 443  | proxy",
        "-                    | localhost      | 443  | direct",
        "-                    | LOCALHOST      | 443  | direct",
        "-                    | 127.0.0.1      | 6443 | direct",
        "-                    | 127.9.9.9      | 6443 | direct",
        "-                    | ::1            | 6443 | direct",
        "-                    | 0.0.0.0        | 6443 | proxy",
        "-                    | localhost.corp | 443  | proxy",
        "*                    | k8s.corp       | 443  | direct",
        "a, *                 | 10.0.0.1       | 443  | direct",
        "corp                 | k8s.corp       | 443  | direct",
        "corp                 | corp           | 443  | direct",
        "corp                 | k8scorp        | 443  | proxy",
        ".corp                | k8s.corp       | 443  | direct",
        ".corp                | corp           | 443  | proxy",
        "*.corp               | a.k8s.corp     | 443  | direct",
        "*.corp               | corp           | 443  | proxy",
        "K8S.Corp             | k8s.CORP       | 443  | direct",
        "other, k8s.corp      | k8s.corp       | 443  | direct",
        "k8s.corp:443         | k8s.corp       | 443  | direct",
        "k8s.corp:6443        | k8s.corp       | 443  | proxy",
        ".corp:6443           | k8s.corp       | 6443 | direct",
        "*k8s.corp            | k8s.corp       | 443  | proxy",
        "10.0.0.1             | 10.0.0.1       | 443  | direct",
        "10.0.0.1             | 10.0.0.2       | 443  | proxy",
        "10.0.0.1:443         | 10.0.0.1       | 443  | direct",
        "10.0.0.1:443         | 10.0.0.1       | 6443 | proxy",
        "10.0.0.0/8           | 10.9.9.9       | 443  | direct",
        "10.0.0.0/8           | 11.0.0.1       | 443  | proxy",
        "10.0.0.16/28         | 10.0.0.31      | 443  | direct",
        "10.0.0.16/28         | 10.0.0.32      | 443  | proxy",
        "0.0.0.0/0            | 8.8.8.8        | 443  | direct",
        "10.0.0.0/8           | k8s.corp       | 443  | proxy",
        "10.0.0.0/99          | 10.0.0.1       | 443  | proxy",
        "k8s/8                | k8s            | 443  | proxy",
        "2001:db8::1          | 2001:db8::1    | 443  | direct",
        "[2001:db8::1]:443    | 2001:db8::1    | 443  | direct",
        "[2001:db8::1]:6443   | 2001:db8::1    | 443  | proxy",
        "2001:db8::/32        | 2001:db8:1::7  | 443  | direct",
        "2001:db8::/32        | 2001:db9::7    | 443  | proxy",
        "2001:db8::/32        | 10.0.0.1       | 443  | proxy",
        "',,  ,'              | k8s.corp       | 443  | proxy",
        ":443                 | k8s.corp       | 443  | proxy",
        "k8s.corp:x           | k8s.corp       | 443  | proxy",
      })
  void noProxyMeansWhatItMeansToKubectl(@Nullable String none, String host, int port, String way) {
    ProxyVariables variables = new ProxyVariables("http://s", null, none, null);

    ProxyChoice choice = ProxyChoice.of(null, variables, true, host, port);

    assertThat(choice == null ? "direct" : "proxy").isEqualTo(way);
  }

  @Test
  void theServersSchemeChoosesTheVariable() {
    assertThat(ProxyChoice.of(null, BOTH, true, "k8s", 443))
        .isEqualTo(new ProxyChoice("http://s", "HTTPS_PROXY"));
    assertThat(ProxyChoice.of(null, BOTH, false, "k8s", 80))
        .isEqualTo(new ProxyChoice("http://h", "HTTP_PROXY"));
  }

  @Test
  void theClustersOwnProxyWinsAndKnowsNoException() {
    ProxyVariables all = new ProxyVariables("http://s", "http://h", "*", null);

    assertThat(ProxyChoice.of("socks5://own", all, true, "127.0.0.1", 443))
        .isEqualTo(new ProxyChoice("socks5://own", "proxy-url in the kubeconfig"));
    assertThat(ProxyChoice.of("", all, true, "k8s", 443)).isNull();
  }

  @Test
  void upperCaseGoesFirstAndNothingIsAsGoodAsNoVariable() {
    assertThat(ProxyVariables.of(Map.of("https_proxy", "low", "HTTPS_PROXY", "UP")).https())
        .isEqualTo("UP");
    assertThat(ProxyVariables.of(Map.of("https_proxy", "low", "HTTPS_PROXY", "")).https())
        .isEqualTo("low");
    assertThat(ProxyVariables.of(Map.of("ALL_PROXY", "http://a"))).isEqualTo(ProxyVariables.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "http://eve:se%zzcret@p | HTTPS_PROXY http://…@p: write % as %25 in user and password",
        "http://eve:secret@p:99999 | HTTPS_PROXY http://…@p:99999: 99999 is not a port; use 1 to"
            + " 65535",
        "http://eve:secret@ | HTTPS_PROXY http://…@: it is not a URL with a host",
        "http://eve:sec/ret@p | HTTPS_PROXY http://…@p: it is not a URL with a host",
        "eve:secret@p q | HTTPS_PROXY …@p q: it is not a URL with a host",
        "socks4://eve:secret@p | HTTPS_PROXY socks4://…@p: socks4 proxies are not supported; use"
            + " http, https or socks5"
      })
  void whatIsNoProxyIsSaidWithoutItsPassword(String url, String message) {
    assertThatThrownBy(() -> ProxyUrl.read(url, "HTTPS_PROXY")).hasMessage(message).hasNoCause();
  }

  @Test
  void noPasswordIsPrinted() throws ConnectionException {
    ProxyVariables variables = new ProxyVariables("http://eve:secret@p", null, null, null);
    ProxyUrl url = ProxyUrl.read("http://eve:secret@p", "HTTPS_PROXY");

    assertThat(
            variables
                + " "
                + url
                + ProxyChoice.of(null, variables, true, "k8s", 443)
                + new Proxy(Proxy.Kind.HTTP, "p", 80, "eve", "secret", null, "HTTPS_PROXY"))
        .doesNotContain("secret");
  }
}
