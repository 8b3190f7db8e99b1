package dev.localport.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs faults or special accounts, and may take {@link Faults} as parameter. Where the
 * cluster has none (K3s), it is skipped by name; with {@code LOCALPORT_E2E_REQUIRED=true} it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealCluster.class)
public @interface NeedsFaults {}
