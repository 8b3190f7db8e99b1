package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.net.ConnectFailures;
import dev.localport.daemon.net.ForeignText;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.time.Duration;

/** Words for how a session ends. */
final class Failures {
  private Failures() {}

  static Failure drained() {
    return new Failure(FailureKind.SESSION, "the session was replaced");
  }

  static Failure lost() {
    return new Failure(FailureKind.SESSION, "the API server closed the session");
  }

  static Failure lost(Throwable cause) {
    return new Failure(FailureKind.SESSION, "the session failed: " + ConnectFailures.text(cause));
  }

  static Failure unanswered(Duration limit) {
    return new Failure(
        FailureKind.UNREACHABLE, "no answer to a ping within %d s".formatted(limit.toSeconds()));
  }

  /** Another session answers, and this one does not. */
  static Failure dead(Duration silent) {
    return new Failure(
        FailureKind.UNREACHABLE,
        "no answer to a ping for %d s, while another session answers"
            .formatted(silent.toSeconds()));
  }

  static Failure silent(Duration silent) {
    return new Failure(
        FailureKind.UNREACHABLE,
        "no answer to a ping for %d s (heartbeat.give_up)".formatted(silent.toSeconds()));
  }

  static Failure unopened(Duration limit) {
    return new Failure(
        FailureKind.SESSION,
        "the server answers pings, but did not reply to a new connection within %d s"
            .formatted(limit.toSeconds()));
  }

  static Failure unread() {
    return new Failure(
        FailureKind.SESSION, "the server does not read the data that LocalPort" + " sends");
  }

  static Failure flood() {
    return new Failure(
        FailureKind.SESSION,
        "the server sent more than %,d frames without data in one second"
            .formatted(FrameBudget.A_SECOND));
  }

  static Failure protocol(String what) {
    return new Failure(
        FailureKind.SESSION, "the server does not speak SPDY/3.1 as expected: " + what);
  }

  static Failure webSocket(String what) {
    return new Failure(
        FailureKind.SESSION, "the server does not use the WebSocket as expected: " + what);
  }

  static Failure closed(CloseWebSocketFrame frame) {
    String reason = frame.reasonText().isEmpty() ? "" : ": " + ForeignText.line(frame.reasonText());
    String code = frame.statusCode() < 0 ? "" : " (code %d)".formatted(frame.statusCode());
    return new Failure(FailureKind.SESSION, "the server closed the WebSocket" + code + reason);
  }
}
