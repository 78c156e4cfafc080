/** Ticks of whole installations: documents, errors, faults, takeovers. */
@NullMarked
package org.apportion.metering.tick;

import org.jspecify.annotations.NullMarked;
