package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.paths.DaemonSearch.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DaemonSearchTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final DaemonFile NOT_THERE =
      new DaemonFile(7, "1", "", Path.of("/no/such/folder/x.sock"), Instant.EPOCH);

  @TempDir private Path root;
  private final List<Path> knocked = new CopyOnWriteArrayList<>();
  private Places places;
  private Path home;
  private @Nullable DaemonLock lock;

  @BeforeEach
  void open() throws IOException, PathProblem {
    home = root.resolve("home");
    PrivateFolder.create(home);
    places = new Places(Map.of("LOCALPORT_HOME", home.toString()), root, root, "eve");
  }

  @AfterEach
  void release() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }

  private DaemonFile daemon(String socket) {
    return new DaemonFile(812, "1", "desk", home.resolve(socket), Instant.EPOCH);
  }

  private void holds(DaemonFile daemon, DaemonPhase phase) throws IOException {
    if (lock == null) {
      lock = DaemonLock.take(places.lockFile(), Duration.ZERO).orElseThrow();
    }
    lock.write(daemon, phase);
  }

  private DaemonSearch.Knock<String> answers(String... sockets) {
    return socket -> {
      knocked.add(socket);
      String name = String.valueOf(socket.getFileName());
      return List.of(sockets).contains(name) ? name : null;
    };
  }

  /** Looks for a daemon that runs no longer than once. */
  private Sight<String> find(DaemonSearch.Knock<String> knock) throws IOException, PathProblem {
    return new DaemonSearch(places, Duration.ZERO, LONG).find(knock);
  }

  @Test
  void daemonJsonSaysWhereItAnswers() throws IOException, PathProblem {
    daemon("a.sock").write(places.daemonFile());

    assertThat(find(answers("a.sock"))).isEqualTo(new Sight.Reached<>("a.sock"));
    assertThat(knocked).containsExactly(home.resolve("a.sock"));
  }

  @Test
  void theLockSaysSoWhereDaemonJsonLeadsNowhere() throws IOException, PathProblem {
    NOT_THERE.write(places.daemonFile());
    holds(daemon("b.sock"), DaemonPhase.RUNNING);

    assertThat(find(answers("b.sock"))).isEqualTo(new Sight.Reached<>("b.sock"));
  }

  @Test
  void theUsualSocketIsTheLastPlace() throws IOException, PathProblem {
    holds(daemon("b.sock"), DaemonPhase.RUNNING);

    assertThat(find(answers("daemon.sock"))).isEqualTo(new Sight.Reached<>("daemon.sock"));
    assertThat(knocked).containsExactly(home.resolve("b.sock"), home.resolve("daemon.sock"));
  }

  @Test
  void whoHoldsTheLockAndDoesNotAnswerIsNamed() throws IOException, PathProblem {
    holds(daemon("b.sock"), DaemonPhase.RUNNING);

    assertThat(find(answers())).isEqualTo(new Sight.Silent<>(daemon("b.sock")));
  }

  @Test
  void daemonJsonNamesAHolderThatHasNotSaidWhoItIs() throws IOException, PathProblem {
    NOT_THERE.write(places.daemonFile());
    lock = DaemonLock.take(places.lockFile(), Duration.ZERO).orElseThrow();

    assertThat(find(answers())).isEqualTo(new Sight.Silent<>(NOT_THERE));
  }

  @Test
  void withoutALockNobodyRunsAndAFileMeansACrash() throws IOException, PathProblem {
    assertThat(find(answers())).isEqualTo(new Sight.Nobody<>(false));

    daemon("a.sock").write(places.daemonFile());
    assertThat(find(answers())).isEqualTo(new Sight.Nobody<>(true));
  }

  @Test
  void oneThatStartsIsWaitedFor() throws IOException, PathProblem {
    holds(daemon("a.sock"), DaemonPhase.STARTING);

    assertThat(find(socket -> knocked.size() > 5 ? "ready" : answers().at(socket)))
        .isEqualTo(new Sight.Reached<>("ready"));
  }

  @Test
  void oneThatEndsIsWaitedForAndSoIsTheOneThatTakesOver() throws IOException, PathProblem {
    daemon("a.sock").write(places.daemonFile());
    holds(daemon("a.sock"), DaemonPhase.ENDING);

    Sight<String> next =
        find(socket -> {
          if (knocked.size() == 6) {
            release();
          } else if (knocked.size() > 12) {
            return "the next one";
          }
          return answers().at(socket);
        });

    assertThat(next).isEqualTo(new Sight.Reached<>("the next one"));
  }

  @Test
  void oneThatEndsAndTakesItsFileAlongWasStopped() throws IOException, PathProblem {
    holds(daemon("a.sock"), DaemonPhase.ENDING);

    Sight<String> end =
        find(socket -> {
          if (knocked.size() == 6) {
            release();
          }
          return answers().at(socket);
        });

    assertThat(end).isEqualTo(new Sight.Nobody<>(false));
  }

  @Test
  void oneThatNeverEndsIsWaitedForNoLongerThanAllowed() throws IOException, PathProblem {
    holds(daemon("a.sock"), DaemonPhase.ENDING);

    assertThat(new DaemonSearch(places, LONG, Duration.ofMillis(120)).find(answers()))
        .isEqualTo(new Sight.Silent<>(daemon("a.sock")));
    assertThat(knocked).hasSizeGreaterThan(2);
  }

  @Test
  void oneThatRunsAndIsNotReachedHasItsTimeToo() throws IOException, PathProblem {
    holds(daemon("a.sock"), DaemonPhase.RUNNING);

    assertThat(
            new DaemonSearch(places, LONG, Duration.ZERO)
                .find(socket -> knocked.size() > 5 ? "again" : answers().at(socket)))
        .isEqualTo(new Sight.Reached<>("again"));
  }

  @Test
  void aCallerThatComesBackByItselfIsNotHeldUp() throws IOException, PathProblem {
    holds(daemon("a.sock"), DaemonPhase.STARTING);

    assertThat(new DaemonSearch(places, LONG, LONG).findNow(answers()))
        .isEqualTo(new Sight.Silent<>(daemon("a.sock")));
  }

  @Test
  void oneThatListensAndDoesNotAnswerIsAskedOnce() throws IOException, PathProblem {
    daemon("a.sock").write(places.daemonFile());
    holds(daemon("a.sock"), DaemonPhase.RUNNING);

    Sight<String> hung =
        new DaemonSearch(places, LONG, LONG)
            .find(socket -> {
              knocked.add(socket);
              throw new DaemonSearch.Unresponsive(new IOException("no answer within 5 s"));
            });

    assertThat(hung).isEqualTo(new Sight.Silent<>(daemon("a.sock")));
    assertThat(knocked).hasSize(1);
  }

  @Test
  void aSocketBehindALinkIsNotTried() throws IOException {
    Path open = Files.createSymbolicLink(root.resolve("open"), home);
    new DaemonFile(1, "1", "", open.resolve("x.sock"), Instant.EPOCH).write(places.daemonFile());

    assertThatThrownBy(() -> find(answers("x.sock"))).isInstanceOf(PathProblem.class);
    assertThat(knocked).isEmpty();
  }
}
