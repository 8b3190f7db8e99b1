package dev.localport.cli.packaging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** The Java of an image: the modules that the programs need, from the JDK that builds it. */
final class JavaRuntime {
  /** What jdeps finds in the jars, without what libraries use only where it is there. */
  private static final List<String> MODULES =
      List.of(
          "java.logging", // netty, where there is no SLF4J
          "java.management", // memory and threads in metrics
          "java.naming", // certificates, and the name servers of this machine
          "java.net.http",
          "java.xml", // logback
          "jdk.httpserver", // metrics
          "jdk.management",
          "jdk.naming.dns",
          "jdk.net", // keep-alive of sockets
          "jdk.unsupported"); // netty, jline

  private JavaRuntime() {}

  /**
   * Makes it in a folder that is not there yet, always with the same bytes.
   *
   * <p>A plug-in of jlink is off for that: the classes that it generates are stripped of their
   * debug attributes or not, by the order in which plug-ins happen to run. The AOT caches hold what
   * it would have prepared.
   */
  static void make(Path folder) {
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    StringWriter output = new StringWriter();
    PrintWriter words = new PrintWriter(output);
    int exit =
        jlink.run(
            words,
            words,
            "--add-modules=" + String.join(",", MODULES),
            "--output=" + folder,
            "--compress=zip-9",
            "--strip-debug",
            "--disable-plugin=generate-jli-classes",
            "--no-header-files",
            "--no-man-pages");
    if (exit != 0) {
      throw new IllegalStateException("jlink failed: " + output);
    }
  }
}
