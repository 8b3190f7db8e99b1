package dev.localport.api;

/** How a command ends: the exit codes that the README lists. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** Something went wrong that fits nowhere else. */
  public static final int GENERAL = 1;

  /** The configuration or the command line is wrong. */
  public static final int CONFIGURATION = 2;

  /** A service is not as it was asked to be. */
  public static final int SERVICE = 3;

  /** The network or the cluster is in the way. */
  public static final int NETWORK = 4;

  /** A right is missing. */
  public static final int PERMISSION = 5;

  /** Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
