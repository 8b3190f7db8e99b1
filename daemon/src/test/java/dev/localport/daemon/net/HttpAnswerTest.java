package dev.localport.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
  private static HttpAnswer answer(int status, String reason, String type, String body) {
    return answer(status, reason, null, null, type, body);
  }

  private static HttpAnswer answer(
      int status,
      String reason,
      @Nullable String server,
      @Nullable String location,
      String type,
      String body) {
    return new HttpAnswer(status, reason, server, location, type, body);
  }

  @Test
  void aStatusSaysItsMessage() {
    HttpAnswer said =
        answer(
            500,
            "Internal Server Error",
            "application/json",
            "{\"kind\":\"Status\",\"message\":\"error dialing backend\",\"reason\":\"X\"}");

    assertThat(said.isKubernetes()).isTrue();
    assertThat(said.words()).isEqualTo("error dialing backend");
  }

  @Test
  void aStatusWithoutAMessageSaysItsReason() {
    assertThat(
            answer(
                    403,
                    "Forbidden",
                    "application/json",
                    "{\"kind\":\"Status\",\"reason\":\"Forbidden\"}")
                .words())
        .isEqualTo("Forbidden");
  }

  @Test
  void aStatusThatIsCutIsOneAndSaysTheBeginningOfItsMessage() {
    String body =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\""
            + "x".repeat(HttpAnswer.MOST_BODY);
    HttpAnswer said =
        answer(403, "Forbidden", "application/json", body.substring(0, HttpAnswer.MOST_BODY));

    assertThat(said.isKubernetes()).isTrue();
    assertThat(said.words()).hasSize(ForeignText.MOST + 1).startsWith("xxx").endsWith("…");
  }

  @Test
  void aPageWithTheWordsOfAStatusInItIsNone() {
    HttpAnswer said =
        answer(403, "Forbidden", "text/html", "<html><pre>{\"kind\":\"Status\"}</pre></html>");

    assertThat(said.isKubernetes()).isFalse();
    assertThat(said.isPage()).isTrue();
    assertThat(said.words()).isEqualTo("a page (403)");
  }

  @Test
  void aGatewaySaysWhoItIs() {
    HttpAnswer said = answer(502, "Bad Gateway", "nginx/1.27", null, "text/plain", "");

    assertThat(said.isGatewayFailure()).isTrue();
    assertThat(said.words()).isEqualTo("HTTP 502 Bad Gateway from nginx/1.27");
  }

  @Test
  void whatIsSaidIsCleanAndShort() {
    HttpAnswer said =
        answer(
            403,
            "For\u001bbidden",
            "x".repeat(1000),
            null,
            "text/html",
            "<title>\u202eevil\n" + "y".repeat(400) + "</title>");

    assertThat(said.words())
        .isEqualTo("a page \"evil " + "y".repeat(75) + "…\" (403) from " + "x".repeat(60) + "…");
  }
}
