/** Tests of the package of the same name. */
@NullMarked
package org.apportion.metering.cloudevents;

import org.jspecify.annotations.NullMarked;
