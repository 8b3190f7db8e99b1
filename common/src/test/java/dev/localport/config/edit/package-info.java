@NullMarked
package dev.localport.config.edit;

import org.jspecify.annotations.NullMarked;
