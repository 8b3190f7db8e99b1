package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DaemonLockTest {
  private static final DaemonFile DAEMON =
      new DaemonFile(812, "1.2.3", "desk", Path.of("/s/daemon.sock"), Instant.EPOCH);

  private static final DaemonFile OTHER = new DaemonFile(1, "2", "", Path.of("/s"), Instant.EPOCH);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("daemon.lock");
  }

  private DaemonLock taken() throws IOException {
    return DaemonLock.take(file, Duration.ZERO).orElseThrow();
  }

  @Test
  void whoAsksLearnsWhoHoldsIt() throws IOException {
    try (DaemonLock lock = taken()) {
      lock.write(DAEMON, DaemonPhase.RUNNING);

      assertThat(DaemonLock.ask(file))
          .isEqualTo(new DaemonLock.State.Held(DAEMON, DaemonPhase.RUNNING));
    }
  }

  @Test
  void isFreeBeforeAndAfter() throws IOException {
    assertThat(DaemonLock.ask(file)).isEqualTo(new DaemonLock.State.Free(false));
    try (DaemonLock lock = taken()) {
      lock.write(DAEMON, DaemonPhase.RUNNING);
    }

    assertThat(DaemonLock.ask(file)).isEqualTo(new DaemonLock.State.Free(false));
  }

  @Test
  void isHeldBySomeoneUnknownUntilTheFileSaysWho() throws IOException {
    try (DaemonLock _ = taken()) {
      assertThat(DaemonLock.ask(file))
          .isEqualTo(new DaemonLock.State.Held(null, DaemonPhase.RUNNING));
    }
  }

  @ParameterizedTest
  @EnumSource(DaemonPhase.class)
  void whoAsksLearnsWhatTheHolderIsDoing(DaemonPhase phase) throws IOException {
    try (DaemonLock lock = taken()) {
      lock.write(DAEMON, phase);

      assertThat(DaemonLock.ask(file)).isEqualTo(new DaemonLock.State.Held(DAEMON, phase));
    }
    assertThat(DaemonLock.ask(file))
        .isEqualTo(new DaemonLock.State.Free(phase == DaemonPhase.ENDING));
  }

  @Test
  void anOlderReaderFindsTheDaemonInTheFileAllTheSame() throws IOException {
    try (DaemonLock lock = taken()) {
      lock.write(DAEMON, DaemonPhase.STARTING);
    }

    assertThat(DaemonFile.find(file)).contains(DAEMON); // it reads the same object
  }

  @Test
  void isTakenOnce() throws IOException {
    try (DaemonLock _ = taken()) {
      assertThat(DaemonLock.take(file, Duration.ofMillis(50))).isEqualTo(Optional.empty());
    }
    taken().close();
  }

  @Test
  void keepsItsSizeSoThatAFullDiskHasRoomForTheNextOne() throws IOException {
    try (DaemonLock lock = taken()) {
      lock.write(DAEMON, DaemonPhase.RUNNING);
      lock.write(OTHER, DaemonPhase.RUNNING);

      assertThat(file).hasSize(DaemonLock.SIZE);
      assertThat(DaemonLock.ask(file))
          .isEqualTo(new DaemonLock.State.Held(OTHER, DaemonPhase.RUNNING));
    }
  }

  @Test
  void noticesThatItsFileWasRemovedOrReplaced() throws IOException {
    try (DaemonLock lock = taken()) {
      assertThat(lock.isInPlace()).isTrue();

      Files.move(file, folder.resolve("elsewhere"));
      assertThat(lock.isInPlace()).isFalse();

      Files.writeString(file, "");
      assertThat(lock.isInPlace()).isFalse();
      try (DaemonLock again = taken()) {
        assertThat(again.isInPlace()).isTrue();
      }
    }
  }

  @Test
  void isReadableByItsOwnerAlone() throws IOException {
    try (DaemonLock _ = taken()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }
}
