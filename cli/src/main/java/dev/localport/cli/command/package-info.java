/**
 * One file a command: arguments in, one request, exit code out. The models are built in code, since
 * reading annotations costs more than a whole command. Depends on {@code cli.client}, {@code
 * cli.demo}, {@code cli.render} and everything of {@code common}.
 */
@NullMarked
package dev.localport.cli.command;

import org.jspecify.annotations.NullMarked;
