/**
 * Google Cloud: marketplace metering.
 */
@NullMarked
package org.apportion.gcp;

import org.jspecify.annotations.NullMarked;
