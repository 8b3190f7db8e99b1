package dev.localport.cli.init;

/**
 * Something that a user may choose.
 *
 * @param text what is shown
 * @param isChosen whether it is chosen unless the user says otherwise
 */
public record Choice(String text, boolean isChosen) {}
