package dev.localport.daemon.tunnel;

/**
 * How a server, or something in front of it, declined one protocol while the connection to it is
 * open. Others may be let through. Immutable.
 */
public sealed interface Refusal {
  /** Returns what was said, in plain words. */
  String words();

  /**
   * It answered something else than a switch of protocols.
   *
   * @param status the HTTP status
   * @param isKubernetes whether the body is a Kubernetes Status, and not a gateway's page
   */
  record Answered(int status, boolean isKubernetes, String words) implements Refusal {}

  /** It closed the connection in place of an answer, or its switch was none. */
  record Broke(String words) implements Refusal {}

  /** It did not answer at all. */
  record Silent(String words) implements Refusal {}
}
