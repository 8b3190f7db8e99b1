package dev.localport.daemon.kube.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenEndTest {
  private static String token(String claims) {
    return "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".x";
  }

  @Test
  void aTokenThatSaysWhenItEndsIsRead() {
    assertThat(TokenEnd.of(token("{\"exp\": 60}"))).contains(Instant.ofEpochSecond(60));
  }

  @Test
  void otherTextsSayNothing() {
    for (String token :
        new String[] {"", "opaque", "a.b", "a.!.c", token("no JSON"), token("{}")}) {
      assertThat(TokenEnd.of(token)).isEmpty();
    }
  }
}
