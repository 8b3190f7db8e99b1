/**
 * Makes a configuration from what a cluster has: names, local ports and text, without a terminal
 * and without a file. Uses the configuration's records and words of the API.
 */
@NullMarked
package dev.localport.cli.init;

import org.jspecify.annotations.NullMarked;
