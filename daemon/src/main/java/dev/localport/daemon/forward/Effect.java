package dev.localport.daemon.forward;

/** What the owner of a forward has to do after a step, in order. */
enum Effect {
  /** Listen on the local ports. */
  BIND,
  /** Close the local ports and every connection. */
  UNBIND,
  /** Open a session, closing an attempt under way; listens first where it does not yet. */
  DIAL,
  /** Give up the attempt under way. */
  ABANDON,
  /** No new connections over the sessions; they end with their last one. */
  RETIRE_SESSIONS,
  /** Nobody uses it: as {@link #RETIRE_SESSIONS}, and nobody looks at the pods any more. */
  REST,
  /** End the sessions now. */
  CLOSE_SESSIONS
}
