package dev.localport.cli.imports.draft;

/**
 * One port of a draft.
 *
 * @param local 1 to 65535; 0: any free one
 * @param remote a number, or the name of a port
 */
public record PortDraft(int local, String remote) {}
