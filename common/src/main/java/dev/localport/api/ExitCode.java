package dev.localport.api;

/** How a command ends: the exit codes that the README lists. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** Anything else that failed. */
  public static final int GENERAL = 1;

  /** The configuration or the command line is wrong. */
  public static final int CONFIGURATION = 2;

  /** A service is not up, or does not exist. */
  public static final int SERVICE = 3;

  /** The network or the cluster failed. */
  public static final int NETWORK = 4;

  /** A permission is missing. */
  public static final int PERMISSION = 5;

  /** Interrupted with Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
