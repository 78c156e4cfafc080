/**
 * Product usage to marketplace meters, exactly once. See the packages inside for the parts.
 */
@NullMarked
package org.apportion.metering;

import org.jspecify.annotations.NullMarked;
