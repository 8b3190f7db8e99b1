package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.daemon.tunnel.Session;
import java.util.Locale;

/** Why a connection failed, or did not end in order: what the counters distinguish. */
enum FailureCause {
  /** Nothing listens on the port of the pod. */
  REFUSED("refused"),
  /** The pod's side reset it. */
  RESET("reset"),
  /** The server says that the pod itself no longer exists. */
  POD_GONE("pod_gone"),
  /** The session that carried it was lost. */
  SESSION_LOST("session_lost"),
  /** The server ended it with an error of another kind. */
  SERVER_ERROR("server_error"),
  /** It waited for as long as it can, without a session. */
  HOLD_TIMEOUT("hold_timeout"),
  /** Too many were waiting. */
  HOLD_OVERFLOW("hold_overflow"),
  /** No session was there, and holding is switched off. */
  NOT_HELD("not_held"),
  /** The client gave up while it waited. */
  CLIENT_GONE("client_gone"),
  /** The service was stopped while the connection waited. */
  STOPPED("stopped");

  private final String word;

  FailureCause(String word) {
    this.word = word;
  }

  /** Returns the word on the wire. */
  String word() {
    return word;
  }

  /**
   * Says why a connection broke. A session that ends breaks its connections with its own words and
   * is over after that: to be asked in a later turn of the event loop.
   *
   * @param why the words it broke with
   * @param aboutPod whether they say that the pod no longer exists
   */
  static FailureCause of(String why, boolean aboutPod, Session session) {
    Failure ended = session.closed().getNow(null);
    if (ended != null && ended.message().strip().equals(why)) {
      return SESSION_LOST;
    } else if (aboutPod) {
      return POD_GONE;
    }
    String lower = why.toLowerCase(Locale.ROOT);
    return lower.contains("refused") ? REFUSED : lower.contains("reset") ? RESET : SERVER_ERROR;
  }
}
