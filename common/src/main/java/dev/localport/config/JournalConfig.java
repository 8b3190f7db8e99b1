package dev.localport.config;

/**
 * What the daemon remembers.
 *
 * @param keep how many events stay in memory for each service and each context, 10 to 10000
 */
public record JournalConfig(int keep) {
  /** How many are kept where no file says otherwise. */
  public static final int KEEP = 100;
}
