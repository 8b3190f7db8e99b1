package dev.localport.cli.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program that needs nothing else: a Java runtime, the jars, AOT caches, manual pages,
 * completions and licenses in one folder that may lie anywhere.
 *
 * <pre>
 * bin/localport          what a user runs
 * runtime/               Java
 * lib/cli.jar …          a jar a program, which names those of lib/jars
 * lib/aot/               the AOT caches; the program runs without them, too
 * share/man/man1/ share/completions/ share/doc/ share/licenses/
 * </pre>
 */
final class Image {
  private static final List<String> PROGRAMS = List.of("cli", "daemon", "simulator");

  private final Path module;
  private final Path folder;
  private final FileTime time;

  /**
   * Makes one.
   *
   * @param module the folder of the module cli, packaged
   * @param folder what is made; an older one there is replaced
   * @param time of all files in it, so that two builds make the same
   */
  Image(Path module, Path folder, FileTime time) {
    this.module = module;
    this.folder = folder;
    this.time = time;
  }

  /** Makes it, except for the AOT caches. */
  void make() throws IOException, InterruptedException {
    Trees.delete(folder);
    Files.createDirectories(folder.resolve("lib/jars"));
    JavaRuntime.make(folder.resolve("runtime"));
    for (String program : PROGRAMS) {
      pathJar(program, jars(program));
    }
    copy(module.resolve("jvm.options"), "lib/jvm.options");
    copy(module.resolve("src/main/packaging/localport"), "bin/localport");
    Path _ =
        Files.setPosixFilePermissions(
            folder.resolve("bin/localport"), PosixFilePermissions.fromString("rwxr-xr-x"));
    manPages();
    for (String unit : List.of("localport.service", "dev.localport.daemon.plist")) {
      copy(module.resolve("src/main/packaging/units").resolve(unit), "share/units/" + unit);
    }
    documents();
    new Licenses(
            folder.resolve("lib/jars"),
            module.resolve("src/main/packaging/licenses"),
            folder.resolve("LICENSE"),
            folder.resolve("share/licenses"))
        .write();
    new Completions(folder).write();
    Trees.touch(folder, time);
  }

  /* Packed, as distributions have them; gzip of Java writes no time. */
  private void manPages() throws IOException {
    Path target = Files.createDirectories(folder.resolve("share/man/man1"));
    try (DirectoryStream<Path> pages =
        Files.newDirectoryStream(module.resolve("target/man/man1"), "*.1")) {
      for (Path page : pages) {
        Path packed = target.resolve(page.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
          out.write(Files.readAllBytes(page));
        }
      }
    }
  }

  private void documents() throws IOException {
    Path root = module.resolveSibling("");
    for (String file : List.of("README.md", "CHANGELOG.md", "SECURITY.md")) {
      copy(root.resolve(file), "share/doc/" + file);
    }
    copy(root.resolve("LICENSE"), "LICENSE");
    Trees.copy(root.resolve("docs"), folder.resolve("share/doc/docs"));
    Trees.copy(root.resolve("config-examples"), folder.resolve("share/doc/config-examples"));
  }

  private void copy(Path from, String to) throws IOException {
    Path target = folder.resolve(to);
    Files.createDirectories(target.resolveSibling(""));
    Path _ = Files.copy(from, target);
  }

  /** Copies a program's jars into the folder of all of them, and returns their names in order. */
  private List<String> jars(String program) throws IOException {
    List<String> names = new ArrayList<>();
    Path app = ProgramFiles.app(module.resolveSibling(program));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(app, "*.jar")) {
      for (Path jar : jars) {
        String name = String.valueOf(jar.getFileName());
        Path copy = folder.resolve("lib/jars").resolve(name);
        if (!Files.exists(copy)) {
          Path _ = Files.copy(jar, copy);
        } else if (Files.mismatch(jar, copy) >= 0) {
          throw new IllegalStateException(name + " is not the same jar in all modules");
        }
        names.add("jars/" + name);
      }
    }
    return names.stream().sorted().toList();
  }

  /* A class path that does not depend on where the image lies, nor on the order of a folder. */
  private void pathJar(String program, List<String> jars) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", jars));
    Path jar = folder.resolve("lib").resolve(program + ".jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar), UTF_8)) {
      ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
      entry.setLastModifiedTime(time);
      out.putNextEntry(entry);
      manifest.write(out);
    }
  }
}
