package dev.localport.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A Java agent that a test puts into a process that runs (by {@code jcmd}), and that takes all of
 * its heap there: the product has no door for it.
 */
public final class MemoryEater {
  private static final int PIECE = 1 << 20;

  private MemoryEater() {}

  /** Is called in the process that is to run out of memory. */
  public static void agentmain(String arguments) {
    Thread.ofPlatform().daemon().name("memory-eater").start(MemoryEater::eat);
  }

  private static void eat() {
    List<byte[]> eaten = new ArrayList<>();
    while (!Thread.currentThread().isInterrupted()) {
      eaten.add(new byte[PIECE]);
    }
    throw new IllegalStateException("given up after " + eaten.size());
  }

  /** Writes the agent as a file that {@code jcmd PID JVMTI.agent_load} takes. */
  static Path jar(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Agent-Class", MemoryEater.class.getName());
    String entry = MemoryEater.class.getName().replace('.', '/') + ".class";
    Path jar = folder.resolve("eater.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream code = MemoryEater.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      Objects.requireNonNull(code, entry).transferTo(out);
    }
    return jar;
  }
}
