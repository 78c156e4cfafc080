/**
 * Where results go: outputs and export templates.
 */
@NullMarked
package org.apportion.model.output;

import org.jspecify.annotations.NullMarked;
