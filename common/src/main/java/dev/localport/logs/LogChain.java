package dev.localport.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The open files of one log, the oldest first. The newest is opened first: so a rotation meanwhile
 * can show a file twice, of which one is dropped, and cannot hide one.
 *
 * @param files those with a whole line
 */
record LogChain(List<LogFile> files) implements AutoCloseable {
  LogChain {
    files = List.copyOf(files);
  }

  /** Opens them. */
  static LogChain open(Path log) throws IOException {
    List<LogFile> found = new ArrayList<>();
    LogChain chain = null;
    try {
      for (int number = 0; number <= LogReader.OLDER_FILES; number++) {
        add(found, LogReader.older(log, number), number == 0);
      }
      chain = new LogChain(found.reversed());
      return chain;
    } finally {
      if (chain == null) {
        close(found);
      }
    }
  }

  private static void add(List<LogFile> found, Path path, boolean isNewest) throws IOException {
    LogFile file = LogFile.open(path, isNewest);
    if (file == null) {
      return;
    }
    if (found.stream().anyMatch(other -> other.id().equals(file.id()))) {
      file.close();
    } else {
      found.add(file);
    }
  }

  /** Returns the place of a file in the list; -1: it was dropped. */
  int indexOf(String id) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static void close(List<LogFile> files) throws IOException {
    for (LogFile file : files) {
      file.close();
    }
  }

  @Override
  public void close() throws IOException {
    close(files);
  }
}
