package dev.localport.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The class may run while others do, since it waits more than it computes: its files, ports,
 * processes and daemon are its own, and it changes nothing that another one sees. Its methods run
 * one after the other. A class without this annotation runs alone, after all of these.
 *
 * <p>Not for a class that measures memory, speed or the share of requests that fail, or one that
 * fails when the machine is busy for some seconds. One that faults the real cluster is {@link
 * FaultsCluster} instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("beside")
@Execution(ExecutionMode.CONCURRENT)
public @interface BesideOthers {}
