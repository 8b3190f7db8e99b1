package dev.localport.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long somebody waits for the shortest answer, with the daemon warm. */
final class StatusRow implements Row {
  private static final int RUNS_A_ROUND = 4;
  private static final int WARM = 3;
  private static final String STATUS =
      "`localport status`, daemon warm, beside `kubectl version --client`";

  @Override
  public String letter() {
    return "h";
  }

  @Override
  public String title() {
    return "localport status";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(STATUS, "ms", new Budget.AtMostTimes(1.5));
    List<Localport> ours = new ArrayList<>();
    try {
      for (Build build : setting.builds()) {
        ours.add(
            Localport.start(
                setting,
                build,
                setting.cluster().kubeconfig(),
                Localport.services(Target.WEB),
                Target.WEB.service()));
      }
      Sheet warm = new Sheet(letter());
      warm.line(STATUS, "ms", new Budget.None());
      for (int i = 0; i < WARM; i++) {
        run(ours, warm);
      }
      for (int run = 0; run < RUNS_A_ROUND * setting.rounds(); run++) {
        run(ours, sheet);
      }
    } finally {
      for (Localport one : ours) {
        one.close();
      }
    }
  }

  private static void run(List<Localport> ours, Sheet sheet)
      throws IOException, InterruptedException {
    for (Localport one : ours) {
      sheet.add(STATUS, one.program(), ourMillis(one));
    }
    sheet.add(STATUS, Line.KUBECTL, theirMillis());
  }

  private static double ourMillis(Localport ours) throws IOException, InterruptedException {
    return Commands.millis(ours.command().builder("status"));
  }

  private static double theirMillis() throws IOException, InterruptedException {
    return Commands.millis(new ProcessBuilder("kubectl", "version", "--client"));
  }
}
