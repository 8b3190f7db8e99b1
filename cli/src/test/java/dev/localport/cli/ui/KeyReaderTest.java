package dev.localport.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.cli.ui.Key.Special;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.NonBlocking;
import org.junit.jupiter.api.Test;

/** What terminals send for keys. */
class KeyReaderTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static List<Key> read(String sent) throws IOException {
    KeyReader reader = new KeyReader(NonBlocking.nonBlocking("keys", new StringReader(sent)));
    List<Key> keys = new ArrayList<>();
    Key key = reader.next(LIMIT).orElseThrow();
    while (key != Special.CLOSED) {
      keys.add(key);
      key = reader.next(LIMIT).orElseThrow();
    }
    return keys;
  }

  @Test
  void cursorKeysOfBothModesAreKnown() throws IOException {
    assertThat(read("\u001b[A\u001bOB\u001b[5~\u001b[6~\u001b[H\u001bOF\u001b[1~\u001b[4~"))
        .containsExactly(
            Special.UP,
            Special.DOWN,
            Special.PAGE_UP,
            Special.PAGE_DOWN,
            Special.HOME,
            Special.END,
            Special.HOME,
            Special.END);
  }

  @Test
  void aSequenceThatIsNotKnownIsOneKeyAndTypesNothing() throws IOException {
    assertThat(read("\u001b[15~\u001b[1;5Cq"))
        .containsExactly(Special.OTHER, Special.OTHER, new Key.Typed('q'));
  }

  @Test
  void charactersAndControlKeysAreToldApart() throws IOException {
    assertThat(read("/ü\r\u007f\b\u0003\u001a\u0001"))
        .containsExactly(
            new Key.Typed('/'),
            new Key.Typed('ü'),
            Special.ENTER,
            Special.BACKSPACE,
            Special.BACKSPACE,
            Special.INTERRUPT,
            Special.SUSPEND,
            Special.OTHER);
  }

  @Test
  void aCharacterOfTwoHalvesIsOne() throws IOException {
    assertThat(read("😀")).containsExactly(new Key.Typed(0x1f600));
  }

  @Test
  void anEscapeAtTheEndIsTheKeyItself() throws IOException {
    assertThat(read("\u001b")).containsExactly(Special.ESCAPE);
  }

  @Test
  void anEscapeAndACharacterThatArriveAtOnceAreTwoKeys() throws IOException {
    assertThat(read("\u001bx\u001b\u001b[A"))
        .containsExactly(Special.ESCAPE, new Key.Typed('x'), Special.ESCAPE, Special.UP);
  }
}
