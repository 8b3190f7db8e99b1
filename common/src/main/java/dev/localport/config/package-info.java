/**
 * The user's file as checked records, with every problem's place in the file.
 *
 * <p>{@link dev.localport.config.ConfigReader} is the door: text in, either checked records or all
 * problems at once. Depends on no other package of ours, starts no thread and reads no environment.
 */
@NullMarked
package dev.localport.config;

import org.jspecify.annotations.NullMarked;
