package dev.localport.bench;

import java.io.IOException;

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
    try (Localport ours = Localport.start(setting, setting.cluster().kubeconfig(), Target.WEB)) {
      for (int i = 0; i < WARM; i++) {
        ourMillis(ours);
        theirMillis();
      }
      for (int run = 0; run < RUNS_A_ROUND * setting.rounds(); run++) {
        sheet.add(STATUS, Line.OURS, ourMillis(ours));
        sheet.add(STATUS, Line.KUBECTL, theirMillis());
      }
    }
  }

  private static double ourMillis(Localport ours) throws IOException, InterruptedException {
    return Commands.millis(ours.command().builder("status"));
  }

  private static double theirMillis() throws IOException, InterruptedException {
    return Commands.millis(new ProcessBuilder("kubectl", "version", "--client"));
  }
}
