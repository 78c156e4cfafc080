/** Tests of what the packages of metering do together, and small products to meter. */
@NullMarked
package org.apportion.metering;

import org.jspecify.annotations.NullMarked;
