package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * What became of reading the files again.
 *
 * @param files every file that the daemon has loaded or waits for
 */
public record ReloadReply(List<FileReload> files) {
  /** Copies the list, so that a reply never changes. */
  public ReloadReply {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param file its absolute path
   * @param problems why it was not loaded, and the previous version stays active; empty: it was
   * @param notes what else the user should know, a sentence each
   */
  public record FileReload(String file, List<String> problems, List<String> notes) {
    /** Copies the lists, so that this never changes. */
    public FileReload {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }

    /** A file of which there is nothing else to say. */
    public FileReload(String file, List<String> problems) {
      this(file, problems, List.of());
    }

    /** Returns whether what the file says now is what holds. */
    public boolean isTaken() {
      return problems.isEmpty();
    }

    JsonObject toJson() {
      return JsonObject.builder()
          .put("file", file)
          .put("problems", problems)
          .put("notes", notes)
          .build();
    }
  }

  /** Returns the reply as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("files", files.stream().map(FileReload::toJson).toList())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ReloadReply from(JsonObject json) {
    return new ReloadReply(
        json.objects("files").stream()
            .map(file ->
                new FileReload(file.text("file"), file.texts("problems"), file.texts("notes")))
            .toList());
  }
}
