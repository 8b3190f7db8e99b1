package dev.localport.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The class stops or pauses parts of the real cluster, or deletes pods that others use. It runs
 * beside classes without the real cluster only. Such classes run one after the other, so they begin
 * first.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@BesideOthers
@ResourceLock(RealCluster.LOCK)
@Order(1)
public @interface FaultsCluster {}
