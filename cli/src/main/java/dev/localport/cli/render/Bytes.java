package dev.localport.cli.render;

/** Amounts of data as people say them. */
final class Bytes {
  private static final String[] UNITS = {" B", " KiB", " MiB", " GiB", " TiB"};
  private static final int STEP = 1024;

  private Bytes() {}

  /** Returns {@code 512 B}, {@code 1.5 KiB}, {@code 20 MiB}: a digit behind the point below ten. */
  static String show(long bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    long tenths = (long) (value * 10);
    return (unit == 0 || tenths >= 100 ? tenths / 10 : tenths / 10 + "." + tenths % 10)
        + UNITS[unit];
  }
}
