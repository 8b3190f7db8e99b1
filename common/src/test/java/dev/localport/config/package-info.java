@NullMarked
package dev.localport.config;

import org.jspecify.annotations.NullMarked;
