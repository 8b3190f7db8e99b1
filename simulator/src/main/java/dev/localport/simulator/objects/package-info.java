/**
 * The simulated cluster's objects as JSON trees: kinds, the store with versions and a bounded
 * history, selectors, pages, tables, Status objects. No I/O; one thread at a time. Depends on
 * nothing of ours.
 */
@NullMarked
package dev.localport.simulator.objects;

import org.jspecify.annotations.NullMarked;
