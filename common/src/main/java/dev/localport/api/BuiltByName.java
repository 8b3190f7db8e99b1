package dev.localport.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Generates a builder for a record at compile time: {@code NodeInfoBuilder} for {@code NodeInfo}.
 * For records with more than eight components. A component that is not set is null, 0, false or
 * empty; {@code build()} throws a NullPointerException with the name of one that must not be null.
 * See docs/decisions/0018-builders-for-wire-records.md.
 */
@RecordBuilder.Template(
    options =
        @RecordBuilder.Options(
            enableWither = false,
            enableGetters = false,
            addStaticBuilder = false,
            useUnmodifiableCollections = true,
            interpretNotNulls = true,
            defaultNotNull = true,
            addClassRetainedGenerated = true))
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@interface BuiltByName {}
