package dev.localport.e2e;

/** How a process ended and all that it printed; lines end with a line feed. */
record Result(int exit, String stdout, String stderr) {}
