/** Tests of the package of the same name. */
@NullMarked
package org.apportion.metering.dimension;

import org.jspecify.annotations.NullMarked;
