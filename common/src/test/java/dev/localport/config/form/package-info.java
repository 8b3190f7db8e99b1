@NullMarked
package dev.localport.config.form;

import org.jspecify.annotations.NullMarked;
