package dev.localport.paths;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Follows symbolic links name by name, as the kernel does (path_resolution(7)). */
final class LinkTrail {
  private static final int MOST_LINKS = 40; // as in Linux

  private final List<Path> trail = new ArrayList<>();
  private final Deque<Path> left = new ArrayDeque<>();
  private final Path root;
  private Path here;
  private int links;

  private LinkTrail(Path root) {
    this.root = root;
    this.here = root;
  }

  /** Returns each link on an absolute path, and finally where it leads. */
  static List<Path> of(Path file) throws IOException {
    LinkTrail walk = new LinkTrail(file.getRoot());
    walk.prepend(file);
    while (!walk.left.isEmpty()) {
      walk.step(walk.left.pop());
    }
    walk.trail.add(walk.here);
    return List.copyOf(walk.trail);
  }

  private void step(Path name) throws IOException {
    Path next = here.resolve(name);
    if (name.toString().equals("..")) {
      here = here.getParent() == null ? here : here.getParent();
    } else if (!Files.isSymbolicLink(next)) {
      here = next.normalize();
    } else {
      follow(next);
    }
  }

  private void follow(Path link) throws IOException {
    links++;
    if (links > MOST_LINKS) {
      throw new IOException("too many links");
    }
    trail.add(link);
    Path target = Files.readSymbolicLink(link);
    if (target.isAbsolute()) {
      here = root;
    }
    prepend(target);
  }

  private void prepend(Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      left.push(path.getName(i));
    }
  }
}
