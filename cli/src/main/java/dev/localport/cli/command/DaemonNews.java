package dev.localport.cli.command;

/** Receives what happens while a command looks for the daemon. */
interface DaemonNews {
  /** Where a screen of its own says it. */
  DaemonNews NONE =
      new DaemonNews() {
        @Override
        public void daemonStarts() {}

        @Override
        public void daemonRuns() {}

        @Override
        public void note(String text) {}
      };

  /** The daemon does not run yet and is started, which may take a moment. */
  void daemonStarts();

  /** The daemon was found or has been started. */
  void daemonRuns();

  /** Prints a note. */
  void note(String text);
}
