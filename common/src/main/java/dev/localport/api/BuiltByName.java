package dev.localport.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a record a builder, made by the compiler: {@code NodeInfo} has {@code NodeInfoBuilder}.
 * What is not set is null, 0, false or empty; a component that is not {@code @Nullable} must be
 * set. For records with more parts than one can count: see
 * docs/decisions/0018-builders-for-wire-records.md.
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
