package dev.localport.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.Result;
import dev.localport.e2e.RunningProgram;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL server of this machine on a port of 127.0.0.1, with a database of its own. */
public final class Postgres implements Closeable {
  private final RunningProgram program;
  private final int port;

  private Postgres(RunningProgram program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Makes a database and starts the server; empty where the machine has no PostgreSQL. */
  public static Optional<Postgres> start(Path above, int port)
      throws IOException, InterruptedException {
    Path[] debian = debian();
    Optional<String> initdb = Unprivileged.find("initdb", debian);
    Optional<String> server = Unprivileged.find("postgres", debian);
    if (initdb.isEmpty() || server.isEmpty() || Unprivileged.find("psql").isEmpty()) {
      return Optional.empty();
    }
    Path folder = Unprivileged.folder(above, "postgres-" + port);
    Path data = folder.resolve("data");
    Unprivileged.run(
        folder,
        List.of(
            initdb.get(),
            "-D",
            data.toString(),
            "-U",
            "app",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync"));
    RunningProgram program =
        Unprivileged.start(
            folder,
            List.of(
                server.get(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-F",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
    program.awaitLine("ready to accept connections");
    return Optional.of(new Postgres(program, port));
  }

  /** Debian keeps the servers of each version off the PATH. */
  private static Path[] debian() throws IOException {
    List<Path> folders = new ArrayList<>();
    Path all = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(all)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(all)) {
        versions.forEach(version -> folders.add(version.resolve("bin")));
      }
    }
    return folders.stream().sorted(Comparator.reverseOrder()).toArray(Path[]::new);
  }

  /** Returns where it listens. */
  public int port() {
    return port;
  }

  private static RunningProgram psql(int port) throws IOException {
    return RunningProgram.start(
        new ProcessBuilder(
            "psql",
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-U",
            "app",
            "-d",
            "postgres"));
  }

  /** Asks the server at an address, on its usual port, on which port it really listens. */
  public static String portBehind(String address) throws IOException, InterruptedException {
    try (RunningProgram psql =
        RunningProgram.start(
            new ProcessBuilder(
                "psql",
                "-X",
                "-A",
                "-t",
                "-h",
                address,
                "-U",
                "app",
                "-d",
                "postgres",
                "-c",
                "SHOW port"))) {
      Result result = psql.awaitEnd();
      assertThat(result.exit()).as(result.toString()).isZero();
      return result.stdout().strip();
    }
  }

  private static void ask(RunningProgram psql, String statements, String marker)
      throws IOException, InterruptedException {
    psql.writeLine(statements);
    psql.writeLine("\\echo " + marker);
    Await.until(
        "answer to " + statements,
        () -> {
          assertThat(psql.isAlive()).as("psql: %s", psql.stderr()).isTrue();
          return psql.stdout().contains(marker);
        });
  }

  /**
   * Begins a transaction over a port of 127.0.0.1, adds a row and leaves it open.
   *
   * @param table where its two rows go; it must be new
   */
  public Traffic begin(int over, String table) throws IOException, InterruptedException {
    try (RunningProgram straight = psql(port)) {
      ask(straight, "CREATE TABLE %s (step int);".formatted(table), "made");
    }
    RunningProgram psql = psql(over);
    ask(psql, "BEGIN; INSERT INTO %s VALUES (1);".formatted(table), "begun");
    return new IdleTransaction(psql, table);
  }

  private final class IdleTransaction implements Traffic {
    private final RunningProgram psql;
    private final String table;
    private boolean begun;

    IdleTransaction(RunningProgram psql, String table) {
      this.psql = psql;
      this.table = table;
    }

    @Override
    public String name() {
      return "PostgreSQL";
    }

    /** The first time it is only seen that the transaction is open; the second time it ends. */
    @Override
    public void awaitAnswers() throws IOException, InterruptedException {
      if (begun) {
        ask(psql, "INSERT INTO %s VALUES (2); COMMIT;".formatted(table), "committed");
      }
      begun = true;
    }

    @Override
    public void assertWhole() throws IOException, InterruptedException {
      try (RunningProgram straight = psql(port)) {
        ask(straight, "SELECT 'row ' || step FROM %s ORDER BY step;".formatted(table), "read");
        assertThat(straight.stdout()).containsExactly("row 1", "row 2", "read");
      }
    }

    /** It says nothing while it waits, so it has to be asked. */
    @Override
    public Duration awaitBroken(long begunAt) throws IOException, InterruptedException {
      psql.writeLine("SELECT 1;");
      Await.until("end of psql", () -> !psql.isAlive());
      assertThat(psql.awaitEnd().stderr()).contains("connection");
      return Duration.ofNanos(System.nanoTime() - begunAt);
    }

    @Override
    public void close() {
      psql.close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      program.signal("INT"); // at once, and in order: killed, it would leave shared memory behind
      program.awaitEnd();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      program.close();
    }
  }
}
