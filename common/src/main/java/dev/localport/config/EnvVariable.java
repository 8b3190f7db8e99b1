package dev.localport.config;

/** A variable for programs that use a service. */
public record EnvVariable(String name, EnvTemplate template) {}
