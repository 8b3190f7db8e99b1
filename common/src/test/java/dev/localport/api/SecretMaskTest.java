package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretMaskTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "server https://eve:pw@k8s:6443 is away | server https://***@k8s:6443 is away",
        "https://eve:p@w@k8s/x and http://a@b | https://***@k8s/x and http://***@b",
        "value: Bearer abc.def.ghi!; again | value: Bearer *** again",
        "message=\"no Bearer abc.def\" next=\"1\" | message=\"no Bearer ***\" next=\"1\"",
        "Basic ZXZlOnNlY3JldA== | Basic ***",
        "message=\"Bearer abc.def\" next=\"1\" | message=\"Bearer ***\" next=\"1\"",
        "message=\"Basic ZXZlOnNlY3JldA==\" | message=\"Basic ***\"",
        "use http://USER:PASSWORD@proxy:3128/x | use http://USER:PASSWORD@proxy:3128/x",
        "http://USER:PASSWORD@a and http://b:c@d | http://USER:PASSWORD@a and http://***@d",
        "http://USER:PASSWORD@eve:pw@proxy | http://***@proxy",
        "http://USER:PASSWORDS@proxy | http://***@proxy",
        "http://MYUSER:PASSWORD@proxy | http://***@proxy",
        "https://k8s/path@v1 | https://k8s/path@v1",
        "mail eve@example.org | mail eve@example.org",
        "Basic authentication is off | Basic authentication is off",
        "https://k8s:6443 | https://k8s:6443"
      })
  void hidesWhatIsASecretByItsForm(String text, String shown) {
    assertThat(SecretMask.in(text)).isEqualTo(shown);
  }
}
