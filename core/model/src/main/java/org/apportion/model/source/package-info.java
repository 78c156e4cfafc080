/**
 * Where bills and usage come from: source definitions and column mappings.
 */
@NullMarked
package org.apportion.model.source;

import org.jspecify.annotations.NullMarked;
