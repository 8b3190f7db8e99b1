/**
 * What the journal's entries add up to, service by service: outages, availability, recovery. Pure:
 * no clock, no I/O. The daemon follows the entries as they come; commands read them while no daemon
 * runs. May depend on {@code api}.
 */
@NullMarked
package dev.localport.history;

import org.jspecify.annotations.NullMarked;
