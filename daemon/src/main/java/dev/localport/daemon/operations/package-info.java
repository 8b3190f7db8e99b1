/**
 * Operations: what was asked of services whose clusters are offline, and waits for them. Pure: it
 * decides what is pending, and knows no forward and no disk. May depend on {@code api}, and on
 * {@code state} for what lies on disk.
 */
@NullMarked
package dev.localport.daemon.operations;

import org.jspecify.annotations.NullMarked;
