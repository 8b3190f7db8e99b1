/**
 * One forward per service: its rules, its mailbox, its listeners, and the connections it holds and
 * relays. Depends on {@code kube}, {@code tunnel}, {@code health}, {@code recovery}, {@code host},
 * {@code time}, {@code journal} for what is kept on disk, and on {@code api}, {@code config},
 * {@code paths} and {@code rpc}.
 */
@NullMarked
package dev.localport.daemon.forward;

import org.jspecify.annotations.NullMarked;
