@NullMarked
package org.apportion.metering.sending;

import org.jspecify.annotations.NullMarked;
