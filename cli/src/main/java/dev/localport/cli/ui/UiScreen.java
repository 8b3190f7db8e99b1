package dev.localport.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal as a full screen: what changes is drawn, nothing else. Whatever ends the process,
 * the user gets the old screen back. Drawn on by one thread, read by another.
 */
final class UiScreen implements AutoCloseable {
  private static final Size USUAL = Size.of(80, 24);

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final boolean ascii;
  private final Thread restorer = new Thread(this::restore, "restore-screen");
  private Size size = Size.of(0, 0);
  private boolean restored;

  private UiScreen(Terminal terminal, boolean ascii) {
    this.terminal = terminal;
    this.ascii = ascii;
    this.before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false); // Ctrl-C is a key: no signal amid a call
    terminal.setAttributes(raw);
    this.display = new Display(terminal, true);
  }

  /**
   * Takes over the terminal of this process. What is drawn is UTF-8 or ASCII.
   *
   * @param ascii whether signs are drawn in ASCII
   * @param resized is run when the terminal has another size
   * @throws IOException if there is none
   */
  static UiScreen open(boolean ascii, Runnable resized) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .encoding(UTF_8)
            .stdoutEncoding(UTF_8)
            .build();
    UiScreen screen = new UiScreen(terminal, ascii);
    Runtime.getRuntime().addShutdownHook(screen.restorer);
    var _ = terminal.handle(Terminal.Signal.WINCH, _ -> resized.run());
    var _ = terminal.puts(Capability.enter_ca_mode);
    var _ = terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    return screen;
  }

  KeyReader keys() {
    return new KeyReader(terminal.reader());
  }

  /** A picture of some size. */
  interface Picture {
    List<AttributedString> lines(int columns, int rows);
  }

  /** Draws what is different from the picture before. */
  void draw(Picture picture) {
    Size told = terminal.getSize();
    Size now =
        told.getColumns() > 0 && told.getRows() > 0 ? told : USUAL; // a serial line knows neither
    if (!now.equals(size)) {
      size = now;
      display.resize(now);
      display.clear();
    }
    List<AttributedString> lines = picture.lines(now.getColumns(), now.getRows());
    display.update(ascii ? lines.stream().map(PlainSigns::of).toList() : lines, 0);
  }

  /** Sends a text to the clipboard of the terminal, which may be on another machine (OSC 52). */
  void copy(String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    terminal.writer().print("\u001b]52;c;" + encoded + "\u0007");
    terminal.flush();
  }

  private synchronized void restore() {
    if (restored) {
      return;
    }
    restored = true;
    var _ = terminal.puts(Capability.cursor_visible);
    var _ = terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
  }

  @Override
  public void close() throws IOException {
    restore();
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(restorer);
    } catch (IllegalStateException _) {
      // the process ends already, by a signal
    }
    terminal.close();
  }
}
