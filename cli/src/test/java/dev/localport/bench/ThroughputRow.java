package dev.localport.bench;

import java.io.IOException;

/** Bytes through one connection at full speed, and what they cost the process between. */
final class ThroughputRow implements Row {
  private static final Budget COST = new Budget.AtMostTimes(1);
  private static final Budget SPEED = new Budget.AtLeastTimes(1);
  private static final long MEGABYTE = 1_000_000;

  private final long bytes = Setting.property("megabytes", 1000) * MEGABYTE;

  /** One way. */
  private record Way(String name, Transfer transfer) {
    String speed() {
      return "throughput of one connection, " + name;
    }

    String cost() {
      return "CPU of the forwarding process, " + name;
    }
  }

  private interface Transfer {
    void run(int port, long bytes) throws IOException;
  }

  private static final Way DOWN = new Way("down", Requests::download);
  private static final Way UP = new Way("up", Requests::upload);

  @Override
  public String letter() {
    return "b";
  }

  @Override
  public String title() {
    return "throughput of one connection, %d MB each way".formatted(bytes / MEGABYTE);
  }

  @Override
  public void measure(Setting setting, Sheet sheet) throws IOException, InterruptedException {
    begin(sheet, DOWN);
    begin(sheet, UP);
    try (Contenders contenders =
        Contenders.start(setting, setting.cluster().kubeconfig(), Target.WEB)) {
      Sheet warm = new Sheet(letter());
      begin(warm, DOWN);
      begin(warm, UP);
      round(contenders, 0, bytes, warm);
      for (int round = 0; round < setting.rounds(); round++) {
        round(contenders, round, bytes, sheet);
      }
    }
  }

  private static void begin(Sheet sheet, Way way) {
    sheet.line(way.speed(), "MB/s", SPEED);
    sheet.line(way.cost(), "s/GB", COST);
  }

  private static void round(Contenders contenders, int round, long bytes, Sheet sheet)
      throws IOException {
    for (Forwarder forwarder : contenders.inRound(round)) {
      transfer(forwarder, DOWN, bytes, sheet);
      transfer(forwarder, UP, bytes, sheet);
    }
  }

  private static void transfer(Forwarder forwarder, Way way, long bytes, Sheet sheet)
      throws IOException {
    double before = forwarder.counts().cpuSeconds();
    double seconds;
    try {
      seconds = Requests.seconds(() -> way.transfer().run(forwarder.port(), bytes));
    } catch (IOException e) {
      sheet.say(way.speed(), forwarder.program(), "failed: " + e.getMessage());
      return;
    }
    double cpu = forwarder.counts().cpuSeconds() - before;
    sheet.add(way.speed(), forwarder.program(), bytes / (double) MEGABYTE / seconds);
    sheet.add(way.cost(), forwarder.program(), cpu / bytes * 1000 * MEGABYTE);
  }
}
