package dev.localport.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The terminal as a full screen: what changes is drawn, nothing else. Whatever ends the process,
 * the user gets the old screen back. Drawn on by one thread, read by another or the same.
 */
public final class FullScreen implements AutoCloseable {
  /** How long it takes at most until the system has stopped us. */
  private static final Duration STOP = Duration.ofSeconds(2);

  private static final Size USUAL = Size.of(80, 24);

  private final Terminal terminal;
  private final Attributes before;
  private final byte[] oldScreen;
  private final Display display;
  private final boolean ascii;
  private final KeyReader keys;
  private final Thread restorer = new Thread(this::showOldScreen, "restore-screen");
  private volatile boolean stopped; // and goes on: the terminal is to be taken over again
  private Size size = Size.of(0, 0);

  private FullScreen(Terminal terminal, boolean ascii) {
    this.terminal = terminal;
    this.ascii = ascii;
    this.before = terminal.getAttributes();
    this.oldScreen =
        Stream.of(Capability.cursor_visible, Capability.exit_ca_mode)
            .map(capability -> sequence(terminal, capability))
            .collect(Collectors.joining())
            .getBytes(UTF_8);
    this.display = new Display(terminal, true);
    this.keys = new KeyReader(terminal.reader());
  }

  private static String sequence(Terminal terminal, Capability capability) {
    String known = terminal.getStringCapability(capability);
    return known == null ? "" : Curses.tputs(known);
  }

  /**
   * Takes over the terminal of this process. What is drawn is UTF-8, or has our signs in ASCII.
   *
   * @param ascii whether signs are drawn in ASCII
   * @param changed is run when the terminal has another size, or the process goes on after a stop
   * @throws IOException if there is none
   */
  public static FullScreen open(boolean ascii, Runnable changed) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .encoding(UTF_8)
            .stdoutEncoding(UTF_8)
            .build();
    FullScreen screen = new FullScreen(terminal, ascii);
    Runtime.getRuntime().addShutdownHook(screen.restorer);
    var _ = terminal.handle(Terminal.Signal.WINCH, _ -> changed.run());
    var _ = terminal.handle(Terminal.Signal.CONT, _ -> screen.continued(changed));
    screen.enter();
    return screen;
  }

  /* A shell has used the terminal meanwhile. */
  private void continued(Runnable changed) {
    stopped = true;
    changed.run();
  }

  private void enter() {
    var _ = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false); // Ctrl-C is a key: no signal amid a call
    terminal.setAttributes(raw);
    var _ = terminal.puts(Capability.enter_ca_mode);
    var _ = terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    size = Size.of(0, 0); // all is drawn again
  }

  /** Returns what reads the keys of its user. */
  public KeyReader keys() {
    return keys;
  }

  /** A picture of some size. */
  @FunctionalInterface
  public interface Picture {
    /** Returns the lines, no more than rows. */
    List<Line> lines(int columns, int rows);
  }

  /**
   * Draws what is different from the picture before. Blocks while the terminal takes no output.
   *
   * @throws IOException if the terminal is gone
   */
  public void draw(Picture picture, Theme theme) throws IOException {
    try {
      if (stopped) {
        stopped = false;
        enter();
      }
      Size told = terminal.getSize();
      Size now =
          told.getColumns() > 0 && told.getRows() > 0 ? told : USUAL; // a serial line knows neither
      if (!now.equals(size)) {
        size = now;
        display.resize(now);
        display.clear();
      }
      List<AttributedString> lines =
          picture.lines(now.getColumns(), now.getRows()).stream()
              .map(line -> line.drawn(theme, now.getColumns(), ascii))
              .toList();
      display.update(lines, 0);
    } catch (IllegalStateException e) { // closed by the library: the process ends by a signal
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Sends a text to the clipboard of the terminal, which may be on another machine (OSC 52). */
  void copy(String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    terminal.writer().print("\u001b]52;c;" + encoded + "\u0007");
    terminal.flush();
  }

  /**
   * Gives the old screen back and stops this process, as Ctrl-Z does, until a shell continues it.
   * Without a shell that could, nothing happens.
   *
   * @throws IOException if it cannot be stopped
   */
  void suspend() throws IOException, InterruptedException {
    terminal.flush();
    terminal.setAttributes(before);
    showOldScreen();
    try {
      // To the whole job, as the terminal would: a launcher may wait for us.
      Process stop = new ProcessBuilder("/bin/sh", "-c", "kill -TSTP 0").inheritIO().start();
      var _ = stop.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS); // it is stopped, too
      var _ = stop.destroyForcibly(); // where we were not, the screen comes back
    } finally {
      enter();
    }
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
      var _ = Runtime.getRuntime().removeShutdownHook(restorer);
    } catch (IllegalStateException _) {
      // the process ends already, by a signal
    }
    terminal.close();
  }
}
