package dev.localport.cli.manager;

import java.util.List;

/** Runs a program to its end and returns what it printed. */
@FunctionalInterface
public interface Runner {
  /**
   * Runs a program without input.
   *
   * @param command the program and its arguments; no shell looks at them
   * @return how it ended; {@link ProgramResult#MISSING} when there is no such program
   * @throws ManagerProblem if it does not end in time, or the caller is interrupted
   */
  ProgramResult run(List<String> command) throws ManagerProblem;
}
