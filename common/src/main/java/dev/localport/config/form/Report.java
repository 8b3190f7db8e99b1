package dev.localport.config.form;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Gathers the problems of one file, and of those that it includes, while it is read.
 *
 * <p>Keeps a bounded number of each severity: a file full of mistakes must still fit into one
 * answer. Belongs to one read, so to one thread.
 */
public final class Report {
  /** How many problems of one severity are kept; one line reports the rest. */
  public static final int MOST = 100;

  private final String file;
  private final boolean strict;
  private final Variables variables;
  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private final List<Problem> sensitive = new ArrayList<>();
  private final Map<String, Path> folders = new HashMap<>();
  private @Nullable String unused;
  private int unsetUnused;
  private @Nullable Unset needed;

  /**
   * Begins a report.
   *
   * @param file what the user calls the file
   * @param strict what is doubtful is an error, not a warning
   * @param environment what variables hold
   */
  public Report(String file, boolean strict, Map<String, String> environment) {
    this.file = file;
    this.strict = strict;
    this.variables = new Variables(environment);
  }

  Variables variables() {
    return variables;
  }

  /** Returns the names of the variables that the file's values hold. */
  public Set<String> usedVariables() {
    return Set.copyOf(variables.used());
  }

  /** Returns where the file begins. */
  public Place start() {
    return new Place(file, 1, 1);
  }

  Place at(Mark mark) {
    return at(mark.getName(), mark);
  }

  static Place at(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /**
   * Notes a file that this one includes.
   *
   * @param label what the user calls it
   * @param folder where relative paths in it start
   */
  public void included(String label, Path folder) {
    folders.put(label, folder);
  }

  /** Returns where relative paths start at a place of an included file; null: in the file's own. */
  public @Nullable Path folder(Place at) {
    return folders.get(at.file());
  }

  /** Returns where a node begins; all of ours have marks, since the parser is asked for them. */
  public Place at(Node node) {
    return node.getStartMark().map(this::at).orElseGet(this::start);
  }

  /** Reports something for which the file cannot be used. */
  public void error(Place at, String path, String wrong, String right) {
    add(errors, new Problem(at, path, wrong, right, Severity.ERROR));
  }

  /** Reports something that the user should know. */
  public void warning(Place at, String path, String wrong, String right) {
    add(warnings, new Problem(at, path, wrong, right, Severity.WARNING));
  }

  /** Reports something that only a strict reading refuses. */
  public void doubt(Place at, String path, String wrong, String right) {
    if (strict) {
      error(at, path, wrong, right);
    } else {
      warning(at, path, wrong, right);
    }
  }

  /**
   * Reads what nothing uses: a variable that is not set there refuses nothing, and is a note.
   *
   * @param why it is not used, as in {@code the service is disabled}
   * @return whether every variable in it is set
   */
  public boolean readUnused(String why, Runnable reading) {
    String outer = unused;
    int before = unsetUnused;
    unused = outer == null ? why : outer;
    try {
      reading.run();
    } finally {
      unused = outer;
    }
    return unsetUnused == before;
  }

  /**
   * The variables of one part of a file that the shell does not have.
   *
   * @param problems an error for each place
   */
  public record Unset(Set<String> variables, List<Problem> problems) {}

  /**
   * Reads a part that can be left out: a variable that is not set there is no error of the file.
   *
   * @return those variables
   */
  public Unset readPart(Runnable reading) {
    Unset unset = new Unset(new LinkedHashSet<>(), new ArrayList<>());
    needed = unset;
    try {
      reading.run();
    } finally {
      needed = null;
    }
    return unset;
  }

  /** Makes what a part found errors of the file. */
  public void refuse(Unset unset) {
    unset.problems().forEach(problem -> add(errors, problem));
  }

  /** Reports a variable that the shell does not have. */
  void unset(String name, Value at) {
    String wrong = "the variable " + Shown.of(name) + " is not set";
    String right = "set it in the shell, or write ${" + Shown.of(name) + ":default}";
    Unset part = needed;
    if (unused != null) {
      unsetUnused++;
      add(notes, new Problem(at.at(), at.path(), wrong, unused, Severity.NOTE));
    } else if (part == null) {
      at.wrong(wrong, right);
    } else {
      part.variables().add(name);
      add(part.problems(), new Problem(at.at(), at.path(), wrong, right, Severity.ERROR));
    }
  }

  private static void add(List<Problem> problems, Problem problem) {
    if (problems.size() < MOST) {
      problems.add(problem);
    } else if (problems.size() == MOST) {
      problems.add(
          new Problem(
              problem.at(),
              "",
              "there are more problems than these",
              "fix these first",
              problem.severity()));
    }
  }

  /** Returns whether the file cannot be used. */
  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  int errors() {
    return errors.size();
  }

  /** Returns everything in the file's order. */
  public List<Problem> problems() {
    List<Problem> all = new ArrayList<>(errors);
    all.addAll(warnings);
    all.addAll(notes);
    all.sort(Problem.BY_POSITION);
    return all;
  }

  /**
   * Reports something that runs a program, uses credentials, sends a variable of the shell to
   * another place or opens a port to the network: a file that came along with a folder may say it
   * only once its user trusts it.
   */
  public void sensitive(Value at, String what) {
    sensitive.add(new Problem(at.at(), at.path(), what, "", Severity.WARNING));
  }

  /** Returns what needs trust, in the file's order. */
  public List<Problem> sensitive() {
    return sensitive.stream().sorted(Problem.BY_POSITION).toList();
  }
}
