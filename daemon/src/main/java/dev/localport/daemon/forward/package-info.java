/**
 * One forward per service: its rules, its mailbox, and what ties its two halves, its health check
 * and its cluster's monitor together. Depends on {@code forward.local}, {@code forward.upstream},
 * {@code cluster}, {@code health}, {@code recovery} and what those depend on.
 */
@NullMarked
package dev.localport.daemon.forward;

import org.jspecify.annotations.NullMarked;
