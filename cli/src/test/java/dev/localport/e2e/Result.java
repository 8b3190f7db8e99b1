package dev.localport.e2e;

/** How a process ended and all that it printed; lines end with a line feed. */
public record Result(int exit, String stdout, String stderr) {}
