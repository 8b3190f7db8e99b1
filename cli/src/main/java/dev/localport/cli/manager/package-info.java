/**
 * The login service: the daemon as a systemd user unit, or as a launchd agent. Texts, the choice of
 * variables, and the reading of what the managers print are pure; only {@link
 * dev.localport.cli.manager.ProgramRunner} starts programs. Prints nothing. Depends on {@code api}
 * and {@code paths}.
 */
@NullMarked
package dev.localport.cli.manager;

import org.jspecify.annotations.NullMarked;
