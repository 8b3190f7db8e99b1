package dev.localport.cli.doctor;

/** The headings that findings of this machine stand under. */
final class Groups {
  static final String PROGRAM = "program";
  static final String DAEMON = "daemon";
  static final String FILES = "files";
  static final String LIMITS = "limits";
  static final String CONFIGURATION = "configuration";

  private Groups() {}
}
