package dev.localport.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that archives and packages hold, made once from the packaged program. */
@Tag("ci")
class ImageIT {
  private static final Instant TIME = Instant.parse("2026-01-31T08:00:00Z");
  private static final List<String> OF_THE_CACHES = List.of("lib/aot");
  private static final String USER = "12345";

  @TempDir private static Path folder;
  private static Path image;

  @TempDir private Path temporary;

  @BeforeAll
  static void anImageThatWasMovedAfterItWasMade() throws IOException, InterruptedException {
    Path built = folder.resolve("built");
    ImageMain.main(
        new String[] {module().toString(), built.toString(), TIME.toString(), "1.0", "a/b"});
    image = Files.move(built, folder.resolve("localport 1.0"));
  }

  private static Path module() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  @Test
  void bothCachesFitInAnotherPlace() throws IOException, InterruptedException {
    AotCaches caches = new AotCaches(ProgramFiles.ofImage(image));

    assertThat(caches.fit()).isTrue();
  }

  @Test
  void runsWithoutItsCaches() throws IOException, InterruptedException {
    Path bare = temporary.resolve("bare");
    Trees.copy(image, bare);
    Trees.delete(bare.resolve("lib/aot"));

    assertThat(run(List.of(bare + "/bin/localport", "demo", "--once")))
        .contains("GET http://127.0.0.1:", "stopped: daemon and cluster have ended");
  }

  @Test
  void namesNoFolderOfTheMachineThatMadeIt() throws IOException {
    for (Path text : List.of(Path.of("bin/localport"), Path.of("lib/jvm.options"))) {
      assertThat(Files.readString(image.resolve(text.toString())))
          .doesNotContain(folder.toString());
    }
    try (Stream<Path> files = Files.list(image.resolve("lib/aot"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("cli.aot", "quick.aot", "daemon.aot");
    }
  }

  @Test
  void eachJarHasALicenseAndItsText() throws IOException {
    Path licenses = image.resolve("share/licenses");
    String list = Files.readString(licenses.resolve("THIRD-PARTY.txt"));

    try (Stream<Path> jars = Files.list(image.resolve("lib/jars"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .allSatisfy(jar -> assertThat(list).contains(jar + "\n  "));
    }
    for (String line : list.lines().filter(line -> line.startsWith("  ")).toList()) {
      for (String text : line.substring(line.indexOf(": ") + 2).split(", ", -1)) {
        assertThat(licenses.resolve(text)).as(line).exists();
      }
    }
    assertThat(licenses.resolve("jline/LICENSE.txt")).content().contains("2002-2023");
    assertThat(list).contains("jackson-core-2", ": Apache-2.0.txt, jackson-core-2");
    assertThat(licenses.resolve("logback/EPL-1.0.txt")).content().contains("Public License");
    assertThat(licenses.resolve("Apache-2.0.txt"))
        .content()
        .contains("Apache License", "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
  }

  @Test
  void anotherBuildMakesTheSameFilesExceptForTheCaches() throws IOException, InterruptedException {
    Path again = temporary.resolve("again");
    new Image(module(), again, FileTime.from(TIME)).make();

    assertThat(filesThatDiffer(image, again)).isEmpty();
    assertThat(contents(image)).isNotEmpty();
  }

  /* The order of jlink's plug-ins changes within one process, and by chance: several times. */
  @Test
  void theRuntimeIsTheSameEachTimeItIsMade() throws IOException {
    for (String name : List.of("first", "second", "third", "fourth")) {
      Path runtime = temporary.resolve(name);
      JavaRuntime.make(runtime);
      Trees.touch(runtime, FileTime.from(TIME));

      assertThat(filesThatDiffer(image.resolve("runtime"), runtime)).as(name).isEmpty();
    }
  }

  private static List<String> filesThatDiffer(Path one, Path other) throws IOException {
    Map<String, String> left = contents(one);
    Map<String, String> right = contents(other);
    return Stream.concat(left.keySet().stream(), right.keySet().stream())
        .distinct()
        .filter(name -> !Objects.equals(left.get(name), right.get(name)))
        .sorted()
        .toList();
  }

  /** Of each file its time, its mode and its content. */
  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (OF_THE_CACHES.stream().noneMatch(name::startsWith)) {
          contents.put(
              name,
              "%s %s %s"
                  .formatted(
                      Files.getLastModifiedTime(file),
                      Files.getPosixFilePermissions(file),
                      sum(Files.readAllBytes(file))));
        }
      }
    }
    return contents;
  }

  private static int sum(byte[] bytes) {
    return Arrays.hashCode(bytes);
  }

  @Test
  void runsInABareRootAsAnotherUserWithoutJava() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/chroot")), "no chroot");
    assumeTrue("root".equals(System.getProperty("user.name")), "not root");
    Path root = BareRoot.make(temporary.resolve("root"), image);

    String output =
        run(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                """
                mount -t proc proc "$0/proc"
                for device in null urandom random; do
                  : >"$0/dev/$device"
                  mount --bind "/dev/$device" "$0/dev/$device"
                done
                mount --bind -o ro "$0/opt" "$0/opt"
                mount -o remount,bind,ro "$0/opt"
                exec env -i HOME=/home PATH=/bin /usr/sbin/chroot --userspec=%1$s:%1$s "$0" \\
                  /opt/localport/bin/localport demo --once
                """
                    .formatted(USER),
                root.toString()));

    assertThat(output).contains("GET http://127.0.0.1:", "stopped: daemon and cluster have ended");
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = temporary.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("HOME", temporary.toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
