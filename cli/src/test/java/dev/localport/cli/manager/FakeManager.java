package dev.localport.cli.manager;

import java.util.ArrayList;
import java.util.List;

/** A service manager that keeps what it was asked; each kind decides what that changes. */
abstract class FakeManager implements Runner {
  static final String USER = "nobody-of-that-name";

  private final List<String> asked = new ArrayList<>();

  /** Returns the commands that change something, in their order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public ProgramResult run(List<String> command) {
    return switch (String.join(" ", command)) {
      case "sh -c echo out; echo err >&2; exit 3" -> new ProgramResult(3, "out\n", "err\n");
      case "id -u" -> done("501\n");
      case "id -un" -> done(USER + "\n");
      default -> answer(command);
    };
  }

  private ProgramResult answer(List<String> command) {
    if (!command.getFirst().equals(program())) {
      return new ProgramResult(ProgramResult.MISSING, "", command.getFirst() + " was not found");
    }
    String words = String.join(" ", command.subList(1, command.size()));
    if (!isQuestion(words)) {
      asked.add(words);
    }
    return answer(words);
  }

  abstract String program();

  abstract boolean isQuestion(String words);

  abstract ProgramResult answer(String words);

  static ProgramResult done(String out) {
    return new ProgramResult(0, out, "");
  }

  static ProgramResult failed(String err) {
    return new ProgramResult(1, "", err + "\n");
  }
}
