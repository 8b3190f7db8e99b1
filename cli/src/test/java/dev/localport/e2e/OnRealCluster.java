package dev.localport.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The test needs a real cluster and may take a {@link TestCluster} as parameter. Without a cluster
 * it is skipped by name; with {@code LOCALPORT_E2E_REQUIRED=true} it fails instead. It says nothing
 * about when the test runs: a tag ({@code ci}, {@code long} or {@code bench}) does. It shares the
 * cluster with others; a class that faults it is {@link FaultsCluster}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealCluster.class)
@ResourceLock(value = RealCluster.LOCK, mode = ResourceAccessMode.READ)
public @interface OnRealCluster {}
