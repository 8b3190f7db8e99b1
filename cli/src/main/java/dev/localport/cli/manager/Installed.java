package dev.localport.cli.manager;

import java.nio.file.Path;

/**
 * What the unit on disk says.
 *
 * @param stateFolder the state folder of the daemon that it runs
 * @param program the program that it names
 */
public record Installed(Path stateFolder, ServiceProgram.Named program) {}
