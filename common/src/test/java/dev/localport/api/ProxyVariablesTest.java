package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyVariablesTest {
  @Test
  void theUpperCaseNameGoesBeforeTheLowerCaseOneAndEmptyIsNone() {
    ProxyVariables read =
        ProxyVariables.of(
            Map.of("HTTPS_PROXY", "a:1", "https_proxy", "b:1", "HTTP_PROXY", "", "no_proxy", "c"));

    assertThat(read).isEqualTo(new ProxyVariables("a:1", null, "c", null));
    assertThat(read.isMasked()).isFalse();
    assertThat(read.toString()).isEqualTo("https set, http not set");
  }

  @Test
  void passwordsAreNotKept() {
    ProxyVariables kept = new ProxyVariables("https://u:p@a:1", "u:p@b:1", null, null).kept();

    assertThat(kept).isEqualTo(new ProxyVariables("https://***@a:1", "***@b:1", null, null));
    assertThat(kept.isMasked()).isTrue();
    assertThat(ProxyVariables.NONE.kept()).isEqualTo(ProxyVariables.NONE);
    assertThat(new ProxyVariables(null, "u:p@b:1", null, null).kept().isMasked()).isTrue();
  }
}
