package dev.localport.daemon.forward.upstream;

/** What an attempt to open a session is for: says when a better protocol is looked for again. */
public enum Purpose {
  /** A forward has no session: better protocols are asked again, unless they let us wait. */
  CONNECT,

  /** One more session, or one in the place of another: it uses what the others use. */
  SPARE,

  /** The user wants a new connection: all protocols are asked, whatever failed before. */
  ASKED,

  /** A user asks: all are tried again. */
  TEST
}
