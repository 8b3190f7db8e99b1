package dev.localport.daemon.explain;

/** How much a finding weighs: they are reported in this order. */
enum Rank {
  /** As long as it lasts, nothing behind it matters. */
  STOPS,
  /** Keeps the service from working. */
  CAUSES,
  /** The service works, and not as it should. */
  HURTS,
  /** Says how it is, or what comes next. */
  TELLS,
  /** May be of use. */
  NOTES
}
