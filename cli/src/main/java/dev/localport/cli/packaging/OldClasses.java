package dev.localport.cli.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Raises class files of Java 5 and older to those of Java 8. The AOT cache leaves old ones out, and
 * with them each class that builds on one: picocli 4.7.7 is made of nothing else. What a newer
 * class file also needs are stack maps, which are computed here; the code itself stays as it is.
 */
final class OldClasses {
  private static final String SUFFIX = ".class";

  private OldClasses() {}

  /**
   * Raises the old classes of a jar; a jar without any is left alone.
   *
   * @return whether there were any
   */
  static boolean raise(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (!hasOld(zip)) {
        return false;
      }
      Path raised = jar.resolveSibling(jar.getFileName() + ".new");
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(raised))) {
        ClassFile raising = classFile(zip);
        for (ZipEntry entry : Collections.list(zip.entries())) {
          byte[] bytes = bytes(zip, entry);
          out.putNextEntry(copyOf(entry));
          out.write(isOld(entry, bytes) ? raise(raising, bytes) : bytes);
        }
      }
      // in one step: a process that reads the jar just now keeps the old one
      Path _ = Files.move(raised, jar, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }

  private static boolean hasOld(ZipFile zip) throws IOException {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (isOld(entry, bytes(zip, entry))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOld(ZipEntry entry, byte[] bytes) {
    int major = 7; // the offset of the version's low byte
    return entry.getName().endsWith(SUFFIX)
        && bytes.length > major
        && bytes[major] < ClassFile.JAVA_6_VERSION;
  }

  private static ZipEntry copyOf(ZipEntry entry) {
    ZipEntry copy = new ZipEntry(entry.getName());
    copy.setTime(entry.getTime());
    return copy;
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    return zip.getInputStream(entry).readAllBytes();
  }

  /* Stack maps name the common parent of two classes, so the jar's own have to be found. */
  private static ClassFile classFile(ZipFile zip) {
    ClassHierarchyResolver own =
        ClassHierarchyResolver.ofResourceParsing(name -> {
          String path = name.packageName().replace('.', '/') + "/" + name.displayName() + SUFFIX;
          ZipEntry entry = zip.getEntry(path);
          try {
            return entry == null ? null : zip.getInputStream(entry);
          } catch (IOException e) {
            throw new UncheckedIOException(path, e);
          }
        });
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ClassHierarchyResolverOption.of(
            own.orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static byte[] raise(ClassFile raising, byte[] bytes) {
    ClassModel old = raising.parse(bytes);
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // code that nothing touches is copied as it is, without stack maps: so touch it
    CodeTransform same = (builder, element) -> builder.with(element);
    return raising.transformClass(
        old, ClassTransform.transformingMethodBodies(same).andThen(version));
  }
}
