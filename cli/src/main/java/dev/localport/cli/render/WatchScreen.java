package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;

/**
 * The alternate screen of {@code --watch}. Whatever ends the process, the user gets the old screen
 * back. Used by one thread.
 */
public final class WatchScreen implements AutoCloseable {
  private static final int END = -1;
  private static final int CTRL_C = 3;
  private static final int USUAL_ROWS = 24;

  /** How a wait for the next drawing ended. */
  public enum Key {
    /** Nothing was typed: draw again. */
    NONE,
    /** {@code q}, or the terminal is gone. */
    QUIT,
    /** Ctrl-C. */
    INTERRUPT
  }

  private final Terminal terminal;
  private final boolean ascii;
  private final Attributes before;
  private final byte[] oldScreen;
  private final Thread restorer = new Thread(this::showOldScreen, "restore-screen");

  private WatchScreen(Terminal terminal, boolean ascii) {
    this.terminal = terminal;
    this.ascii = ascii;
    this.before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false); // Ctrl-C is a key: no signal amid a call
    terminal.setAttributes(raw);
    this.oldScreen =
        Stream.of(Capability.enter_am_mode, Capability.cursor_visible, Capability.exit_ca_mode)
            .map(capability -> sequence(terminal, capability))
            .collect(Collectors.joining())
            .getBytes(UTF_8);
  }

  private static String sequence(Terminal terminal, Capability capability) {
    String known = terminal.getStringCapability(capability);
    return known == null ? "" : Curses.tputs(known);
  }

  /**
   * Takes over the terminal. What is shown is UTF-8, or has our signs in ASCII, as in the console.
   *
   * @throws IOException if there is none
   */
  public static WatchScreen open(Console console) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .encoding(UTF_8)
            .stdoutEncoding(UTF_8)
            .build();
    WatchScreen screen = new WatchScreen(terminal, console.isAscii());
    Runtime.getRuntime().addShutdownHook(screen.restorer);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.puts(Capability.exit_am_mode); // a line too long is cut, and does not push others down
    return screen;
  }

  /**
   * Draws a picture in place of the old one.
   *
   * @param picture gives its lines for a number of columns
   * @throws IOException if the terminal is gone
   */
  public void draw(IntFunction<List<String>> picture) throws IOException {
    try {
      List<String> drawn = picture.apply(terminal.getColumns());
      List<String> lines = ascii ? drawn.stream().map(Ascii::fitted).toList() : drawn;
      terminal.puts(Capability.clear_screen);
      terminal.writer().print(Printed.painted(fit(lines)));
      terminal.flush();
    } catch (IllegalStateException e) { // closed by the library: the process ends by a signal
      throw new IOException(e.getMessage(), e);
    }
  }

  /* What does not fit is left out above the last line, which says how to leave. */
  private List<String> fit(List<String> lines) {
    int rows = terminal.getRows() > 1 ? terminal.getRows() : USUAL_ROWS; // a serial line knows none
    int room = rows - 1;
    List<String> fitting = new ArrayList<>(lines.subList(0, Math.min(lines.size(), room)));
    fitting.add(lines.size() > room ? (lines.size() - room) + " more lines; q: quit" : "q: quit");
    return fitting;
  }

  /** Waits for a key, for at most {@code pause}. */
  public Key await(Duration pause) throws IOException {
    return switch (terminal.reader().read(Math.max(1, pause.toMillis()))) {
      case 'q', 'Q', END -> Key.QUIT;
      case CTRL_C -> Key.INTERRUPT;
      default -> Key.NONE; // the pause is over, or another key: draw again
    };
  }

  /* While the process ends, the library closes its terminal and sets the attributes back; what it
  has closed it does not write to. */
  private void showOldScreen() {
    try {
      OutputStream out = new FileOutputStream(FileDescriptor.out);
      out.write(oldScreen);
    } catch (IOException _) {
      // the terminal is gone, and its screen with it
    }
  }

  @Override
  public void close() throws IOException {
    terminal.setAttributes(before);
    terminal.flush();
    showOldScreen();
    try {
      Runtime.getRuntime().removeShutdownHook(restorer);
    } catch (IllegalStateException _) {
      // the process ends already, by a signal
    }
    terminal.close();
  }
}
