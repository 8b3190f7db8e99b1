package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Drafts;
import dev.localport.cli.imports.tree.Tree;
import dev.localport.cli.imports.tree.TreeException;
import dev.localport.cli.imports.tree.TreeReader;
import java.util.List;

/** Decides by name and content what a file is, and has it read. */
final class Recognizer {
  private static final List<TextFormat> TEXTS =
      List.of(
          new MakeFormat(),
          new ProcfileFormat(),
          new HistoryFormat(),
          new Tiltfile(),
          new ShellFormat());
  private static final List<TreeFormat> TREES =
      List.of(
          new OldLocalPort(),
          new Kftray(),
          new Kportal(),
          new Kportforward(),
          new KubeForward(),
          new KubeForwarder(),
          new Skaffold(),
          new DevSpace(),
          new Okteto(),
          new Compose(),
          new Mirrord(),
          new Manifests(),
          new Commands());

  private Recognizer() {}

  /**
   * Reads a file.
   *
   * @return what people call such a file
   * @throws ImportException if its name promises a form that its content does not have
   */
  static String read(Source source, Drafts drafts) throws ImportException {
    if (!source.isNamed(".*\\.(json5?|jsonc|ya?ml)")) {
      for (TextFormat format : TEXTS) {
        if (format.fits(source)) {
          format.read(source, drafts);
          return format.word();
        }
      }
    }
    List<Tree> documents = documents(source);
    if (documents.isEmpty()) {
      TextFormat shell = new ShellFormat();
      shell.read(source, drafts);
      return shell.word();
    }
    return documents(source.label(), documents, drafts);
  }

  private static String documents(String file, List<Tree> documents, Drafts drafts) {
    String word = "";
    for (Tree document : documents) {
      for (TreeFormat format : TREES) {
        if (format.fits(document)) {
          format.read(file, document, drafts);
          word = word.isEmpty() ? format.word() : word;
          break;
        }
      }
    }
    return word;
  }

  /* A name without an ending may stand for anything: what cannot be parsed is text then. */
  private static List<Tree> documents(Source source) throws ImportException {
    boolean isJson = source.isNamed(".*\\.(json5?|jsonc)");
    boolean isYaml = source.isNamed(".*\\.ya?ml");
    boolean looksLikeJson = source.text().stripLeading().matches("(?s)[{\\[].*");
    boolean looksLikeYaml =
        source.hasLine("[\\w.\"'-]+: *$|[\\w-]+: [^;]*$|- \\{|- [\\w.\"'-]+:( |$)");
    try {
      if (isJson || (looksLikeJson && !isYaml)) {
        return TreeReader.json(source.text());
      }
      return isYaml || looksLikeYaml ? TreeReader.yaml(source.text()) : List.of();
    } catch (TreeException e) {
      if (isJson || isYaml) {
        throw new ImportException("%s%s: %s".formatted(source.label(), e.place(), e.getMessage()));
      }
      return List.of();
    }
  }
}
