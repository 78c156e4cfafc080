/** Tests of the package of the same name. */
@NullMarked
package org.apportion.metering.local;

import org.jspecify.annotations.NullMarked;
