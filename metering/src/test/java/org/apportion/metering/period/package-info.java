/** Tests of the package of the same name. */
@NullMarked
package org.apportion.metering.period;

import org.jspecify.annotations.NullMarked;
