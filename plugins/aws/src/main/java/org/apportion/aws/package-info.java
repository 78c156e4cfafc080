/**
 * Amazon Web Services: marketplace metering.
 */
@NullMarked
package org.apportion.aws;

import org.jspecify.annotations.NullMarked;
