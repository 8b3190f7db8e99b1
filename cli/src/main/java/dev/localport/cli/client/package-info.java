/**
 * Finds, starts and asks the daemon, and says with which exit code a failure ends. Prints nothing.
 * Depends on {@code api}, {@code rpc} and {@code paths}.
 */
@NullMarked
package dev.localport.cli.client;

import org.jspecify.annotations.NullMarked;
