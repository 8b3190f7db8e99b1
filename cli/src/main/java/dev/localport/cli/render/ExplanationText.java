package dev.localport.cli.render;

import dev.localport.api.Explanation;
import dev.localport.api.Explanation.Finding;
import java.util.ArrayList;
import java.util.List;

/** An explanation as it is read: the findings by number, below each what says so and what to do. */
public final class ExplanationText {
  private static final String INDENT = "   ";

  private ExplanationText() {}

  /** Returns its lines. */
  public static List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    lines.add(OneLine.plain(explanation.headline()));
    int number = 1;
    for (Finding finding : explanation.findings()) {
      lines.add("");
      lines.add(number + ". " + OneLine.plain(finding.what()));
      finding.evidence().forEach(evidence -> lines.add(INDENT + "- " + OneLine.plain(evidence)));
      if (finding.todo() != null) {
        lines.add(INDENT + "→ " + OneLine.plain(finding.todo()));
      }
      number++;
    }
    return lines;
  }
}
