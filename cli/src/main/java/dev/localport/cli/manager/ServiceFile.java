package dev.localport.cli.manager;

import java.nio.file.Path;

/**
 * A file of the login service, written with mode 0600.
 *
 * @param path where it lies, absolute
 * @param text all of it
 */
public record ServiceFile(Path path, String text) {}
