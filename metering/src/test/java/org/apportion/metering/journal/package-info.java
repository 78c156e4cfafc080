@NullMarked
package org.apportion.metering.journal;

import org.jspecify.annotations.NullMarked;
