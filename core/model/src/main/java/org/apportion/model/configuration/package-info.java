/**
 * The effective configuration that a run works with, as one value.
 */
@NullMarked
package org.apportion.model.configuration;

import org.jspecify.annotations.NullMarked;
