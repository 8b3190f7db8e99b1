package dev.localport.cli.manager;

import java.nio.file.Path;

/** As much of launchd as the login service sees, from its documentation: not tried on macOS. */
final class FakeLaunchctl extends FakeManager {
  private static final String TARGET = "gui/501/dev.localport.daemon";

  private boolean session = true;
  private boolean loaded;
  private int looksUntilGone;

  /** Takes the session away, as over ssh on a Mac without a login. */
  void endSession() {
    session = false;
  }

  /** Returns a Mac with this manager. */
  OperatingSystem system() {
    return new OperatingSystem("Mac OS X", this, Path.of("/nowhere"));
  }

  @Override
  String program() {
    return "launchctl";
  }

  @Override
  boolean isQuestion(String words) {
    return words.startsWith("print ");
  }

  @Override
  ProgramResult answer(String words) {
    if (!session) {
      return new ProgramResult(125, "", "Domain does not support specified action\n");
    } else if (words.startsWith("bootstrap gui/501 ")) {
      return bootstrap();
    }
    return switch (words) {
      case "print gui/501" -> done("gui/501 = {\n}\n");
      case "print " + TARGET -> print();
      case "enable " + TARGET -> done("");
      case "kickstart " + TARGET -> loaded ? done("") : unknown();
      case "bootout " + TARGET -> bootOut();
      default -> failed("Unrecognized subcommand: " + words);
    };
  }

  private static ProgramResult unknown() {
    return new ProgramResult(113, "", "Could not find service in domain for user gui: 501\n");
  }

  private ProgramResult bootstrap() {
    if (loaded) {
      return new ProgramResult(5, "", "Bootstrap failed: 5: Input/output error\n");
    }
    loaded = true;
    return done("");
  }

  /* The daemon takes a moment to end, and launchd knows it until then. */
  private ProgramResult bootOut() {
    looksUntilGone = 2;
    return new ProgramResult(36, "", "Boot-out failed: 36: Operation now in progress\n");
  }

  private ProgramResult print() {
    if (looksUntilGone > 0 && --looksUntilGone == 0) {
      loaded = false;
    }
    return loaded ? done(TARGET + " = {\n\tstate = running\n\tpid = 812\n}\n") : unknown();
  }
}
