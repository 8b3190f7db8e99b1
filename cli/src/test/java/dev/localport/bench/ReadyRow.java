package dev.localport.bench;

import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.Result;
import java.io.IOException;

/** How long a command waits for a daemon that does not run yet. */
final class ReadyRow implements Row {
  private static final String READY = "daemon ready from cold: `localport daemon start`";

  @Override
  public String letter() {
    return "i";
  }

  @Override
  public String title() {
    return "daemon ready from cold";
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    sheet.line(READY, "s", new Budget.AtMost(1));
    for (int round = 0; round < setting.rounds(); round++) {
      for (Build build : setting.builds()) {
        sheet.add(READY, build.program(), seconds(setting, build));
      }
    }
  }

  private static double seconds(Setting setting, Build build)
      throws IOException, InterruptedException {
    try (LocalportProgram command =
        new LocalportProgram(build.project(), setting.folder(), setting.cluster().kubeconfig())) {
      double seconds = Commands.millis(command.builder("daemon", "start")) / 1000;
      Result stop = command.run("daemon", "stop");
      if (stop.exit() != 0) {
        throw new IOException("localport daemon stop: " + stop);
      }
      return seconds;
    }
  }
}
