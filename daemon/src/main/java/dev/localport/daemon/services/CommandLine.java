package dev.localport.daemon.services;

import dev.localport.api.Settled;

/**
 * What a command line describes.
 *
 * @param before what its services settled on in an earlier life
 */
record CommandLine(LoadedSource source, Settled before) {}
