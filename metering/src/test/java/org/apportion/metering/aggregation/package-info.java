/** Tests of the package of the same name. */
@NullMarked
package org.apportion.metering.aggregation;

import org.jspecify.annotations.NullMarked;
