@NullMarked
package org.apportion.metering.reading;

import org.jspecify.annotations.NullMarked;
