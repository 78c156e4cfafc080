/**
 * Microsoft Azure: marketplace metering.
 */
@NullMarked
package org.apportion.azure;

import org.jspecify.annotations.NullMarked;
