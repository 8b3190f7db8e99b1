/**
 * What makes the simulated cluster live: workloads get pods, pods get started and ended, services
 * get endpoints, and each step is reported as an event. Small scripts that react to the store, not
 * Kubernetes' own logic. Depends on {@code objects} and {@code pods}; all on the event loop.
 */
@NullMarked
package dev.localport.simulator.controllers;

import org.jspecify.annotations.NullMarked;
