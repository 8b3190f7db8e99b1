package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which files are broken, and what of that is news. */
class ReloadsTest {
  private static final String FILE = "/a/localport.yaml";

  private final Reloads reloads = new Reloads();

  @Test
  void theSameMistakeIsNewsOnce() {
    assertThat(reloads.note(FILE, "wrong")).isTrue();
    assertThat(reloads.note(FILE, "wrong")).isFalse();
    assertThat(reloads.note("/other.yaml", "wrong")).isTrue();
    assertThat(reloads.note(FILE, "worse")).isTrue();
    assertThat(reloads.note(FILE, null)).isTrue();
    assertThat(reloads.note(FILE, "worse")).isTrue();
  }

  @Test
  void aFileIsBrokenUntilItIsTaken() {
    reloads.note(FILE, "wrong\nand more");
    reloads.taken(null);
    reloads.taken("/other.yaml");
    assertThat(reloads.notes())
        .containsExactly(
            "/a/localport.yaml changed but is invalid; the previous version stays active: wrong;"
                + " and more");

    reloads.taken(FILE);
    assertThat(reloads.notes()).isEmpty();
  }
}
