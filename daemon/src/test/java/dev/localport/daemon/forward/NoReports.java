package dev.localport.daemon.forward;

/** Reports to no one. */
final class NoReports implements Troubles.Reports {
  @Override
  public void refused(String where) {}

  @Override
  public void unhealthy(String why) {}

  @Override
  public void healthy() {}
}
