package dev.localport.api;

/** The version of the program, as its build wrote it into the jar. */
public final class Version {
  private Version() {}

  /** Returns the version, or {@code development} for classes that are in no jar. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
